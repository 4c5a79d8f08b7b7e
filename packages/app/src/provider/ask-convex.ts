/** What a deployment says about a token. */
export interface ConvexAnswer {
  /** Null: it could not be asked. */
  accepted: boolean | null;
  /** Convex's words, or why it could not be asked; null where there is nothing to say. */
  message: string | null;
}

/**
 * Asks a deployment about a token, by a query that need not exist: Convex looks at the token first.
 *
 * @param url the deployment's URL
 */
export async function askConvex(url: string, token: string | null): Promise<ConvexAnswer> {
  if (token === null) return { accepted: null, message: null };
  try {
    const response = await probe(url, { Authorization: `Bearer ${token}` });
    const body = (await response.json().catch(() => ({}))) as { code?: unknown; message?: unknown };
    if (response.status < 400 || response.status === 560) return { accepted: true, message: null };
    const message =
      typeof body.message === "string" ? body.message : `The deployment answered ${response.status}.`;
    return { accepted: response.status === 401 ? false : null, message };
  } catch (error) {
    return { accepted: null, message: `The deployment could not be asked: ${String(error)}` };
  }
}

/** Whether a deployment answers at all. A mistyped address looks to an app like a sign-in that never ends. @returns null, or why not */
export async function unreachable(url: string): Promise<string | null> {
  try {
    await probe(url, {});
    return null;
  } catch (error) {
    return String(error);
  }
}

const probe = async (url: string, headers: Record<string, string>): Promise<Response> =>
  await fetch(`${url}/api/query`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ path: "convex-authkit:probe", format: "convex_encoded_json", args: [{}] }),
  });
