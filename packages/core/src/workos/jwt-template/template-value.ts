/** A JSON value. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue | undefined };

/** A JSON object. Properties that are undefined count as absent. */
export type TemplateObject = { readonly [key: string]: TemplateValue | undefined };

/** What WorkOS renders a template with: the signed-in user, and the organization of the session if it has one. */
export interface JwtTemplateContext {
  user: TemplateObject;
  organization?: TemplateObject | null;
  organization_membership?: TemplateObject | null;
}

/** Whether a value is an object or an array, which WorkOS does not put into a string. */
export function isComposite(value: TemplateValue): value is TemplateObject | readonly TemplateValue[] {
  return typeof value === "object" && value !== null;
}
