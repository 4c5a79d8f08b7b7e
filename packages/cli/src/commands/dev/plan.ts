import type { AuthKitSideOptions, ConvexSideOptions } from "@convex-authkit/emulator";
import { appAddresses, expectedServer, type AppAddresses, type ExpectedServer } from "./app-addresses.ts";
import { chooseClientId, type ChosenClientId } from "./client-id.ts";
import { withoutConvex, type FrontendCommand } from "./command-line/without-convex.ts";
import { deploymentVariables, type DeploymentVariables } from "./deployment-variables.ts";
import type { DevFacts } from "./dev-facts.ts";
import { chooseIssuer } from "./issuer.ts";
import { planNotes } from "./plan-notes.ts";
import { providerHosts, type ProviderHosts } from "./provider-edit.ts";

/** What was asked for, beside what the project's files say. */
export interface Wishes {
  /** The command that starts the app, as a shell text; null: only the servers run. */
  command: string | null;
  /** The folder of the call, relative to the root. */
  dir: string;
  authkit: boolean;
  convex: boolean;
  /** Ports that were asked for; 0: any free one. */
  port: number;
  convexPort: number;
  sitePort: number;
  /** The text of `--jwt-template`. */
  jwtTemplate: string | null;
  /** Variables of the deployment that were given. */
  variables: Readonly<Record<string, string>>;
  writeGenerated: boolean;
}

/** What `dev` is going to do, told from facts and wishes alone. */
export interface Plan {
  clientId: ChosenClientId;
  server: ExpectedServer;
  addresses: AppAddresses;
  /** Options of the sides; false: left out. */
  authkit: AuthKitSideOptions | false;
  /** `root` is relative to the project's root here. */
  convex: ConvexSideOptions | false;
  deployment: DeploymentVariables;
  /** What runs; null: only the servers. */
  frontend: FrontendCommand | null;
  providers: ProviderHosts;
  /** What is to be known beside the report, a sentence each. */
  notes: string[];
}

/** The emulator's key: evidently none of WorkOS's, and the same on every machine. */
const API_KEY = "sk_test_emulator";

/**
 * Puts together what is started, registered and handed over.
 *
 * @param read the text of a file, relative to the root
 */
export function planDev(facts: DevFacts, wishes: Wishes, read: (path: string) => string | undefined): Plan {
  const backend = wishes.convex ? facts.backend : null;
  const frontend =
    wishes.command === null
      ? null
      : withoutConvex(wishes.command, wishes.dir, {
          packages: facts.workspace.packages,
          app: facts.app?.app.dir ?? null,
          read,
          keepsConvex: backend === null,
        });
  const running =
    frontend === null || frontend.text === null ? null : { text: frontend.text, dir: wishes.dir };
  const server = expectedServer(facts, running);
  const addresses = appAddresses(facts, server);
  const clientId = chooseClientId(facts);
  const deployment = deploymentVariables(
    facts,
    { clientId: clientId.clientId, apiKey: API_KEY, hostname: "localhost", port: String(wishes.port) },
    wishes.variables,
  );
  const { issuer, note } = chooseIssuer(facts, clientId.clientId, deployment.variables);
  const providers: ProviderHosts = wishes.authkit ? providerHosts(facts) : { edits: [], unknown: [] };
  return {
    clientId,
    server,
    addresses,
    authkit: wishes.authkit
      ? {
          port: wishes.port,
          clientId: clientId.clientId,
          apiKey: API_KEY,
          ...(issuer === undefined ? {} : { issuer }),
          ...registrations(addresses),
          jwtTemplate: wishes.jwtTemplate,
        }
      : false,
    convex:
      backend === null
        ? false
        : {
            root: backend.backend.dir,
            functions: insideOf(backend.backend.dir, backend.backend.functionsDir),
            port: wishes.convexPort,
            sitePort: wishes.sitePort,
            variables: deployment.variables,
            writeGenerated: wishes.writeGenerated,
            watch: true,
          },
    deployment: backend === null ? { variables: {}, missing: [] } : deployment,
    frontend,
    providers,
    notes: [
      ...(note === null || !wishes.authkit ? [] : [note]),
      ...planNotes(facts, { wishes, frontend, providers }),
    ],
  };
}

/** What is registered at the emulated WorkOS for an app at these addresses. */
export function registrations(addresses: AppAddresses) {
  const { redirectUris, corsOrigins, homepageUrl, logoutUris } = addresses;
  return { redirectUris, corsOrigins, homepageUrl, logoutUris };
}

function insideOf(dir: string, path: string): string {
  return dir === "" ? path : path.slice(dir.length + 1);
}
