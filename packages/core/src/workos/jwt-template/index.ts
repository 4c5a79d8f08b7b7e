export { SAMPLE_CONTEXTS } from "./attributes.ts";
export { MAX_RENDERED_BYTES, RESERVED_CLAIMS } from "./limits.ts";
export { type JwtTemplateLint, lintJwtTemplate } from "./lint.ts";
export type { JwtTemplateProblem, JwtTemplateProblemCode, TemplatePosition } from "./problem.ts";
export { type RenderedJwtTemplate, renderJwtTemplate } from "./render.ts";
export type { TemplateClaim } from "./template-claim.ts";
export type { JwtTemplateContext, TemplateObject, TemplateValue } from "./template-value.ts";
