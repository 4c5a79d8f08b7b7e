/** Convex's limits: characters of a name, bytes of a value, number of variables, bytes of all names and values. */
const LONGEST_NAME = 256;
const LONGEST_VALUE = 8 * 1024;
const MOST_VARIABLES = 512;
const LARGEST_TOTAL = 512 * 1024;

/** Variables every deployment has; they cannot be set. */
const BUILT_IN = new Set(["CONVEX_CLOUD_URL", "CONVEX_SITE_URL"]);

/** A change of a variable that Convex refuses. */
export class VariableError extends Error {
  code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks the name and value of a variable as `npx convex env set` has them checked.
 *
 * @throws {VariableError} in Convex's words
 */
export function checkVariable(name: string, value: string): void {
  if (!/^[a-zA-Z_]+[a-zA-Z0-9_]*$/.test(name))
    throw new VariableError(
      "EnvironmentVariableNameInvalid",
      `The environment variable name ${name} is invalid. Environment variable names must begin with a letter and may only include characters a-z, A-Z, 0-9, and underscores.`,
    );
  if (name.length > LONGEST_NAME)
    throw new VariableError(
      "EnvironmentVariableNameTooLong",
      `The environment variable name ${name} is too long. Environment variable names must be less than ${LONGEST_NAME}.`,
    );
  if (BUILT_IN.has(name))
    throw new VariableError(
      "EnvVarNameForbidden",
      `Environment variable with name "${name}" is built-in and cannot be overridden`,
    );
  const bytes = Buffer.byteLength(value);
  if (bytes > LONGEST_VALUE)
    throw new VariableError(
      "EnvironmentVariableValueTooLarge",
      `The environment variable value is ${bytes} bytes, which is too large. (max size: ${LONGEST_VALUE}`,
    );
}

/** Checks all variables of a deployment together. @throws {VariableError} in Convex's words */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const entries = Object.entries(variables);
  if (entries.length > MOST_VARIABLES)
    throw new VariableError(
      "EnvVarLimitMet",
      `The environment variable limit (${MOST_VARIABLES}) has been met.`,
    );
  const total = entries.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (total > LARGEST_TOTAL)
    throw new VariableError(
      "EnvVarTotalSizeLimitMet",
      `The total size of all environment variables (${total} bytes) exceeds the limit (${LARGEST_TOTAL} bytes).`,
    );
}
