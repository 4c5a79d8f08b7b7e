import type { Context } from "hono";

/** A field of a form that was sent; empty where it is absent or a file. */
export type Form = (name: string) => string;

/** Reads the form that a request carries. What is no form has no fields. */
export async function readForm(c: Context): Promise<Form> {
  const body: Record<string, unknown> = await c.req.parseBody().catch(() => ({}));
  return (name) => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return typeof value === "string" ? value : "";
  };
}
