import { validateAuthConfig } from "@convex-authkit/core";
import type { ModuleCode } from "../bundle/app-code.ts";
import { defaultExport, describeThrown, evaluateBare } from "../bundle/bare-context.ts";

/** Why an auth config is refused. */
export class AuthConfigError extends Error {
  /** The code Convex's push API answers with. */
  code: "AuthConfigMissingEnvironmentVariable" | "InvalidAuthConfig";
  failureMode: string | null;

  constructor(code: AuthConfigError["code"], message: string, failureMode: string | null = null) {
    super(message);
    this.code = code;
    this.failureMode = failureMode;
  }
}

/**
 * Evaluates a bundled auth config as Convex does when it is pushed or when a variable changes: alone, without time,
 * randomness or network, with the deployment's variables, of which an unset one may not be read.
 *
 * @param explanation what is said in front of a refusal: "The pushed auth config is invalid"
 * @returns the auth config as it is stored, plain JSON
 * @throws {AuthConfigError} in Convex's words
 */
export function evaluateAuthConfig(
  module: ModuleCode,
  variables: Readonly<Record<string, string>>,
  explanation = "The pushed auth config is invalid",
): unknown {
  const exported = evaluate(module, variables, explanation);
  const [error] = validateAuthConfig(exported).errors;
  if (error !== undefined)
    throw new AuthConfigError("InvalidAuthConfig", `${explanation}: ${error.message}`, error.failureMode);
  return JSON.parse(JSON.stringify(exported));
}

function evaluate(
  module: ModuleCode,
  variables: Readonly<Record<string, string>>,
  explanation: string,
): unknown {
  try {
    return defaultExport(
      evaluateBare(module, {
        readVariable: (name) => readVariable(variables, name),
        refusal: "unsupported when evaluating auth config file",
      }),
    );
  } catch (thrown) {
    const text = describeThrown(thrown);
    // Convex tells the one from the other by the text as well.
    if (text.startsWith("Uncaught Error: Environment variable"))
      throw new AuthConfigError(
        "AuthConfigMissingEnvironmentVariable",
        text.replace("Uncaught Error: ", ""),
        "convex-client-id-missing",
      );
    throw new AuthConfigError("InvalidAuthConfig", `${explanation}: ${text}`);
  }
}

function readVariable(variables: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  throw new Error(`Environment variable ${name} is used in auth config file but its value was not set`);
}
