import type {
  AuthConfigFact,
  ConfiguredProvider,
  Field,
} from "../../packages/doctor/src/facts/auth-config/auth-config.ts";
import { fieldText } from "../../packages/doctor/src/facts/auth-config/provider-text.ts";
import type { Facts } from "../../packages/doctor/src/facts/facts.ts";
import { isMissing, type Known } from "../../packages/doctor/src/facts/missing.ts";
import type { ExpectedApp, ExpectedBackend, ExpectedRepository } from "./expectation.ts";

/** What the facts of a repository are compared in. */
export type FactName = "apps" | "backends" | "providers" | "callback" | "middleware";

/** One difference between the table and the facts. */
export interface FactDifference {
  fact: FactName;
  /** App or functions folder. */
  of: string;
  expected: string;
  actual: string;
}

/** Compares the facts with the table. No difference means that everything in the table was read as it is. */
export function compareFacts(facts: Facts, expected: ExpectedRepository): FactDifference[] {
  const { workspace } = facts.project;
  if (isMissing(workspace)) {
    return [{ fact: "apps", of: ".", expected: "a workspace", actual: workspace.missing }];
  }
  const apps = new Map(workspace.apps.map((app) => [shown(app.dir), app]));
  const backends = new Map(workspace.backends.map((backend) => [shown(backend.functionsDir), backend]));
  return [
    ...lists(
      "apps",
      [...apps.keys()],
      expected.apps.map(({ dir }) => dir),
    ),
    ...lists(
      "backends",
      [...backends.keys()],
      expected.backends.map(({ functionsDir }) => functionsDir),
    ),
    ...expected.apps.flatMap((one) => {
      const app = apps.get(one.dir);
      if (app === undefined) return [];
      return [
        ...difference("apps", one.dir, one.framework, app.framework),
        ...difference(
          "apps",
          one.dir,
          `backend ${one.backend}`,
          `backend ${app.backend && shown(app.backend)}`,
        ),
        ...callbackDifferences(facts, one),
        ...middlewareDifferences(facts, one),
      ];
    }),
    ...expected.backends.flatMap((one) => {
      const backend = backends.get(one.functionsDir);
      if (backend === undefined) return [];
      return [
        ...difference(
          "backends",
          one.functionsDir,
          `convex.json ${one.convexJson}`,
          `convex.json ${backend.convexJson}`,
        ),
        ...providerDifferences(facts.backends[backend.functionsDir]?.authConfig, one),
      ];
    }),
  ];
}

/** Whether the auth config of every backend with WorkOS providers was evaluated to the last character. */
export function isFullyEvaluated(facts: Facts, expected: ExpectedRepository): boolean {
  return expected.backends.every((one) => {
    const actual = facts.backends[one.functionsDir === "." ? "" : one.functionsDir]?.authConfig;
    return one.authConfig === null || providerDifferences(actual, one).length === 0;
  });
}

function callbackDifferences(facts: Facts, { dir, callbacks }: ExpectedApp): FactDifference[] {
  const routes = facts.apps[keyOf(dir)]?.routes;
  if (routes === undefined || isMissing(routes)) {
    return callbacks.flatMap(({ path, file }) =>
      difference("callback", dir, `${path} in ${file}`, "no routes were read"),
    );
  }
  return callbacks.flatMap(({ path, file }) => {
    const here = routes.routes.filter((route) => route.path === path);
    const exchanging = here.filter(({ methods }) =>
      methods.some(({ effects }) => effects.includes("exchanges-code")),
    );
    const [one] = routes.routing === "server" && exchanging.length > 0 ? exchanging : here;
    const exchanges =
      one?.kind !== "handler" || exchanging.length > 0 ? "" : ", which is not known to exchange the code";
    return difference(
      "callback",
      dir,
      `${path} in ${file}`,
      one === undefined ? "no such route" : `${path} in ${one.file}${exchanges}`,
    );
  });
}

function middlewareDifferences(facts: Facts, { dir, proxy }: ExpectedApp): FactDifference[] {
  const actual = facts.apps[keyOf(dir)]?.proxy;
  const wanted = proxy === null ? "none" : `${proxy.file} with ${matcherText(proxy.matcher)}`;
  if (actual === undefined || isMissing(actual)) {
    return difference("middleware", dir, wanted, actual?.missing ?? "no fact");
  }
  const beside = actual.files.filter(({ place }) => place === "beside");
  const texts = beside.map(({ file, matchers }) => {
    if (matchers.kind === "unknown") return `${file} with a matcher that cannot be told (${matchers.why})`;
    return `${file} with ${matcherText(matchers.kind === "all" ? null : matchers.list.map(({ source }) => source))}`;
  });
  return difference("middleware", dir, wanted, texts.join(" and ") || "none");
}

function matcherText(matcher: readonly string[] | null): string {
  return matcher === null ? "no matcher" : matcher.join(" ");
}

function providerDifferences(
  actual: Known<AuthConfigFact> | undefined,
  { functionsDir, authConfig }: ExpectedBackend,
): FactDifference[] {
  const wanted =
    authConfig === null
      ? "no auth config"
      : `${authConfig.file}: ${authConfig.providers.map(providerText).join("; ") || "no provider"}`;
  if (actual === undefined || isMissing(actual)) {
    return difference("providers", functionsDir, wanted, actual === undefined ? "no fact" : actual.missing);
  }
  if (actual.state === "not-evaluated" && authConfig?.orNotEvaluated === true) return [];
  return difference("providers", functionsDir, wanted, authConfigText(actual));
}

function authConfigText({ state, file, providers, open, problem }: AuthConfigFact): string {
  if (state === "absent") return "no auth config";
  if (state !== "evaluated") return `${file}: ${state}${problem === null ? "" : ` (${problem.why})`}`;
  const texts = providers.map(
    (one) =>
      `${providerText(fieldTexts(one))}${one.conditional ? " (conditional)" : ""}${one.open ? " (may have more keys)" : ""}`,
  );
  return `${file}: ${texts.join("; ") || "no provider"}${open ? "; maybe more providers" : ""}`;
}

function fieldTexts({ fields, otherKeys }: ConfiguredProvider): Record<string, string> {
  const known = Object.entries(fields).flatMap(([key, field]): [string, string][] => {
    const text = textOf(field);
    return text === null ? [] : [[key, text]];
  });
  return Object.fromEntries([...known, ...otherKeys.map(({ name }): [string, string] => [name, "?"])]);
}

function textOf(field: Field): string | null {
  if (field.kind === "absent") return null;
  if (field.kind === "text") return fieldText(field, null)?.text ?? "";
  return field.kind === "other" ? field.shown : `unknown (${field.why})`;
}

function providerText(fields: Partial<Record<string, string>>): string {
  return Object.keys(fields)
    .sort()
    .map((key) => `${key} ${fields[key]}`)
    .join(", ");
}

function lists(fact: FactName, actual: readonly string[], expected: readonly string[]): FactDifference[] {
  return [
    ...expected
      .filter((one) => !actual.includes(one))
      .map((one) => ({ fact, of: one, expected: one, actual: "not found" })),
    ...actual
      .filter((one) => !expected.includes(one))
      .map((one) => ({ fact, of: one, expected: "nothing", actual: one })),
  ];
}

function difference(fact: FactName, of: string, expected: string, actual: string): FactDifference[] {
  return expected === actual ? [] : [{ fact, of, expected, actual }];
}

function shown(dir: string): string {
  return dir === "" ? "." : dir;
}

function keyOf(dir: string): string {
  return dir === "." ? "" : dir;
}
