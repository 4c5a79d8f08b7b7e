export { CHAIN, type ChainStep, chainStep } from "./chain.ts";
export { compareSteps, isStep, stepIndex } from "./step-order.ts";
export { type Step, STEPS } from "./step.ts";
