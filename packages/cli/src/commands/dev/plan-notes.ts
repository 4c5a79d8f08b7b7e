import type { FrontendCommand } from "./command-line/without-convex.ts";
import type { DevFacts } from "./dev-facts.ts";
import type { Wishes } from "./plan.ts";
import type { ProviderHosts } from "./provider-edit.ts";

interface Planned {
  wishes: Wishes;
  frontend: FrontendCommand | null;
  providers: ProviderHosts;
}

/** What is to be known about a plan, a sentence each; nothing where everything is as usual. */
export function planNotes(facts: DevFacts, { wishes, frontend, providers }: Planned): string[] {
  const notes: string[] = [];
  const { app, backend, workspace } = facts;
  if (app === null && wishes.authkit) {
    notes.push(
      "No app that uses AuthKit was found in this project, so the addresses of a Next.js app are registered.",
    );
  }
  if (wishes.convex && backend === null) {
    const several = workspace.backends.map(({ functionsDir }) => functionsDir);
    notes.push(
      several.length > 1
        ? `Convex is left out: there are ${several.length} folders of functions (${several.join(", ")}), and which one the app uses could not be told. Name the app with --app.`
        : "Convex is left out: no folder of Convex functions was found in this project.",
    );
  }
  if (wishes.authkit && !wishes.convex) {
    notes.push(
      "A Convex deployment of your own accepts these tokens only with this machine's key: `--print-provider` prints the provider for its auth config.",
    );
  }
  if (frontend?.loosenedTurbo === true) {
    notes.push("turbo hands on declared variables only, so it runs with --env-mode=loose.");
  }
  const others = frontend?.otherPackages ?? [];
  if (others.length > 0) {
    notes.push(
      `Only the app is started; not ${listed(others)}, which ${others.length === 1 ? "has" : "have"} a script of that name too.`,
    );
  }
  for (const path of frontend?.mentionedIn ?? []) {
    notes.push(
      `${path} mentions \`convex dev\` and may push to your own deployment. If so, name the command that starts only the frontend.`,
    );
  }
  for (const { file, line } of providers.unknown) {
    notes.push(
      `Whether <AuthKitProvider> in ${file}:${line} comes here could not be told: it needs apiHostname="localhost", https={false} and port={${wishes.port}}.`,
    );
  }
  if (wishes.authkit && app?.app.framework === "expo") {
    notes.push("On a phone localhost is the phone itself: use a simulator, or `adb reverse` for Android.");
  }
  return notes;
}

/** `a`, `a and b`, `a, b and c` */
function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} and ${last}`;
}
