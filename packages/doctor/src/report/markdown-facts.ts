import { isKnownUnset, type EnvironmentFact, type SideVariables } from "../facts/environment/environment.ts";
import type { Facts } from "../facts/facts.ts";
import { isMissing, type Known } from "../facts/missing.ts";
import type { PackagesFact } from "../facts/packages/packages.ts";
import type { RoutesFact } from "../facts/routes/routes.ts";
import { STAGES, type Side, type Stage } from "../facts/stage.ts";
import { authConfigText } from "./markdown-auth-config.ts";
import { count } from "./headline.ts";
import { code, prose, table } from "./markdown-text.ts";

// A report that is pasted must not carry a company's other settings along.
const CONCERNS_SIGN_IN =
  /WORKOS|AUTHKIT|CONVEX|REDIRECT_URI|(?:SITE|APP|BASE)_URL|^VERCEL_(?:ENV|URL|BRANCH_URL|PROJECT_PRODUCTION_URL|TARGET_ENV)$|^(?:NODE_ENV|CONTEXT|DEPLOY_(?:PRIME_)?URL|URL)$/;

/**
 * Renders what people are asked to paste: of each backend its evaluated auth config; of each app its variables per
 * stage and side, its callback route, its versions. Values are those of the facts, which hold no secret.
 */
export function factSections(facts: Facts): string[] {
  const apps = Object.entries(facts.apps);
  const backends = Object.entries(facts.backends);
  return [
    ...backends.flatMap(([dir, backend]) =>
      section(
        `Auth config${backends.length > 1 ? ` of ${code(dir)}` : ""}`,
        backend.authConfig,
        authConfigText,
      ),
    ),
    ...apps.flatMap(([dir, app]) => {
      const of = apps.length > 1 ? ` of ${code(dir || ".")}` : "";
      return [
        ...section(`Variables${of}`, app.environment, variablesTable),
        ...section(`Callback${of}`, app.routes, callbackTable),
        ...section(`Versions${of}`, app.packages, versionsTable),
      ];
    }),
  ];
}

function section<Fact>(title: string, fact: Known<Fact>, render: (fact: Fact) => string): string[] {
  return [`## ${title}`, isMissing(fact) ? prose(`Not known: ${fact.missing}.`) : render(fact)];
}

interface Column {
  stage: Stage;
  side: Side;
  variables: SideVariables;
}

function variablesTable(fact: EnvironmentFact): string {
  const columns: Column[] = STAGES.flatMap((stage) =>
    (["convex", "host"] as const).map((side) => ({ stage, side, variables: fact.stages[stage][side] })),
  ).filter(({ variables }) => variables.complete || Object.keys(variables.variables).length > 0);
  const names = [...new Set(columns.flatMap(({ variables }) => Object.keys(variables.variables)))].sort();
  const shown = names.filter((name) => CONCERNS_SIGN_IN.test(name));
  if (columns.length === 0) return "No variables are in evidence.";
  const rows = shown.map((name) => [code(name), ...columns.map(({ variables }) => cellOf(variables, name))]);
  const unknown = columns.some(({ variables }) => !variables.complete);
  return [
    table(["", ...columns.map(({ stage, side }) => `${side}, ${stage}`)], rows),
    ...(unknown
      ? ["`?`: not among the variables in evidence, which are not all of that side and stage."]
      : []),
    ...(names.length > shown.length
      ? [`Left out because they do not concern sign-in: ${count(names.length - shown.length, "variable")}.`]
      : []),
  ].join("\n\n");
}

function cellOf(side: SideVariables, name: string): string {
  const variable = side.variables[name];
  if (variable === undefined) return isKnownUnset(side, name) ? "not set" : "?";
  const { value } = variable;
  switch (value.kind) {
    case "public":
      return value.text === "" ? "empty" : code(value.text);
    case "secret": {
      const length = value.shown.includes("character") ? [] : [count(value.length, "character")];
      const about = [...length, ...(value.placeholder ? ["a placeholder"] : [])].join(", ");
      return about === "" ? code(value.shown) : `${code(value.shown)} (${about})`;
    }
    case "unknown":
      return "set, value unknown";
  }
}

function callbackTable({ routes, complete, routing }: RoutesFact): string {
  const callbacks = routes.filter(
    ({ path, methods }) =>
      /callback/i.test(path) || methods.some(({ effects }) => effects.includes("exchanges-code")),
  );
  if (callbacks.length === 0) {
    return complete
      ? `No route looks like a callback (${routing === "server" ? "the server" : "the page"} answers ${routes.length} paths).`
      : "No callback route was found among the routes that could be read.";
  }
  return table(
    ["path", "file", "method", "does"],
    callbacks.flatMap(({ path, file, kind, methods }) =>
      methods.length === 0
        ? [[code(path), code(file), kind, ""]]
        : methods.map(({ method, location, effects }) => [
            code(path),
            code(`${location.file}:${location.line}`),
            method,
            effects.join(", ").replace(/-/g, " "),
          ]),
    ),
  );
}

function versionsTable(packages: PackagesFact): string {
  const rows = Object.entries(packages)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, { declared, installed, source }]) => [
      code(name),
      installed === null ? "unknown" : `${code(installed)} (${source ?? ""})`,
      declared === null ? "not declared" : code(declared),
    ]);
  return rows.length === 0
    ? "No package that matters is in evidence."
    : table(["package", "installed", "declared"], rows);
}
