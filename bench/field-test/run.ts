// npm run field-test -- DIR [--only WORD] [--write] [--facts]: runs the doctor on checkouts of public repositories and holds facts and
// findings against expected.json. DIR has a folder `<owner>+<name>` for each of them. --write puts the outcome into docs/field-test.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { examine } from "../../packages/doctor/src/examine.ts";
import { noInputs } from "../../packages/doctor/src/facts/inputs.ts";
import { diskFiles } from "../../packages/doctor/src/project-files/disk-files.ts";
import { expectedRepositories } from "./expectation.ts";
import { outcomeText, sumText, withOutcome } from "./outcome-text.ts";
import { isClean, outcomeOf, type Outcome } from "./outcome.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, write: { type: "boolean" }, facts: { type: "boolean" } },
});
const [given] = positionals;
if (given === undefined) throw new Error("Name the folder with the checkouts: npm run field-test -- DIR");
const checkouts = resolve(process.env["INIT_CWD"] ?? ".", given);
const wanted = expectedRepositories().filter(({ repository }) => repository.includes(values.only ?? ""));
const folderOf = (repository: string): string => join(checkouts, repository.replace("/", "+"));
const absent = wanted.filter(({ repository }) => !existsSync(folderOf(repository)));

const outcomes: Outcome[] = [];
for (const expected of wanted) {
  if (absent.includes(expected)) continue;
  const files = diskFiles(folderOf(expected.repository));
  const examination = await examine(files, noInputs(Math.floor(Date.now() / 1000)));
  if (values.facts) process.stdout.write(`${JSON.stringify(examination.facts, null, 2)}\n`);
  const outcome = outcomeOf(examination, expected);
  outcomes.push(outcome);
  process.stdout.write(`${outcomeText(outcome)}\n`);
}
for (const { repository, commit } of absent) process.stdout.write(`Not there: ${repository} at ${commit}.\n`);
process.stdout.write(`${sumText(outcomes)}.\n`);

if (values.write) {
  if (absent.length > 0 || values.only !== undefined)
    throw new Error("Only a run over all repositories can be written down.");
  const document = join(import.meta.dirname, "..", "..", "docs", "field-test.md");
  writeFileSync(document, withOutcome(readFileSync(document, "utf8"), outcomes));
}
process.exitCode = outcomes.every(isClean) ? 0 : 1;
