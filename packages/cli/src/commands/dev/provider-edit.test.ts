import { describe, expect, it } from "vitest";
import { providerHosts } from "./provider-edit.ts";
import { rightFacts } from "./facts-for-tests.ts";

function hosts(attributes: string, before = "") {
  return providerHosts(
    rightFacts("vite-spa", {
      "src/main.tsx": `import { AuthKitProvider } from "@workos-inc/authkit-react";
${before}
export const root = (
  <AuthKitProvider
    clientId={import.meta.env.VITE_WORKOS_CLIENT_ID}
    ${attributes}
  >
    x
  </AuthKitProvider>
);
`,
    }),
  );
}

const HOSTNAME = "apiHostname={import.meta.env.VITE_WORKOS_API_HOSTNAME}";
const HTTPS = 'https={import.meta.env.VITE_WORKOS_API_HTTPS !== "false"}';
const PORT = "port={Number(import.meta.env.VITE_WORKOS_API_PORT) || undefined}";

describe("the host of a provider of authkit-react", () => {
  it("needs all three attributes where there is none", () => {
    expect(hosts("")).toEqual({
      edits: [
        {
          file: "src/main.tsx",
          line: 4,
          add: [HOSTNAME, HTTPS, PORT],
          remove: [],
          variables: {
            apiHostname: "VITE_WORKOS_API_HOSTNAME",
            apiHttps: "VITE_WORKOS_API_HTTPS",
            apiPort: "VITE_WORKOS_API_PORT",
          },
        },
      ],
      unknown: [],
    });
  });

  it("needs two more where only the host is read, as for a custom domain in production", () => {
    expect(hosts("apiHostname={import.meta.env.VITE_WORKOS_API_HOSTNAME}").edits).toMatchObject([
      { add: [HTTPS, PORT], remove: [] },
    ]);
  });

  it("is right in the right project", () => {
    expect(providerHosts(rightFacts("vite-spa"))).toEqual({ edits: [], unknown: [] });
  });

  it("keeps the name of a variable that is there", () => {
    expect(hosts("apiHostname={import.meta.env.VITE_AUTH_HOST}").edits[0]?.variables.apiHostname).toBe(
      "VITE_AUTH_HOST",
    );
  });

  it("replaces values that no variable changes", () => {
    expect(hosts('apiHostname="auth.example.com"\n    https={true}\n    port={443}').edits).toMatchObject([
      { add: [HOSTNAME, HTTPS, PORT], remove: ["apiHostname", "https", "port"] },
    ]);
  });

  it.each([
    ["what we print", [HOSTNAME, HTTPS, PORT].join("\n    "), ""],
    [
      "the same by constants",
      "apiHostname={import.meta.env.VITE_WORKOS_API_HOSTNAME} https={https} port={port}",
      'const https = import.meta.env.VITE_WORKOS_API_HTTPS !== "false";\nconst port = Number(import.meta.env.VITE_WORKOS_API_PORT);',
    ],
  ])("is right with %s", (_name, attributes, before) => {
    expect(hosts(attributes, before)).toEqual({ edits: [], unknown: [] });
  });

  it("follows a host name through a constant, as TanStack's own add-on writes it", () => {
    const before = "const VITE_WORKOS_API_HOSTNAME = import.meta.env.VITE_WORKOS_API_HOSTNAME;";
    expect(hosts("apiHostname={VITE_WORKOS_API_HOSTNAME}", before)).toMatchObject({
      edits: [{ add: [HTTPS, PORT] }],
      unknown: [],
    });
  });

  it("is not called wrong where it cannot be told", () => {
    for (const attributes of ["{...options}", "apiHostname={hostOf(window)}"])
      expect(
        hosts(attributes, "declare const options: object; declare const hostOf: (w: unknown) => string;"),
      ).toEqual({ edits: [], unknown: [{ file: "src/main.tsx", line: 4 }] });
  });

  it("does not concern SDKs that read the server's environment", () => {
    expect(providerHosts(rightFacts("nextjs-monorepo"))).toEqual({ edits: [], unknown: [] });
  });
});
