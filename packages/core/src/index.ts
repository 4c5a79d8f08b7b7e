export { STEPS, type Step } from "./chain/step.ts";
