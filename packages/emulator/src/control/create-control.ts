import { type Context, Hono } from "hono";
import { EmulatorError } from "../emulator-error.ts";
import type { Emulator } from "../emulator.ts";
import type { AuthKit } from "../authkit/authkit.ts";
import type { Convex } from "../convex/convex.ts";
import type { Answerer } from "../server/answer-requests.ts";
import { timelineToHar } from "../timeline/har.ts";
import { timelineToJson } from "../timeline/timeline-json.ts";
import { changeSettings } from "./change-settings.ts";
import { describeEnvironment, describeFault, describeState } from "./describe-state.ts";
import { faultSettingFrom } from "./fault-setting-from.ts";
import { foreseeVerdict } from "./foresee-verdict.ts";
import { askedFromElsewhere, isLinkToConsole } from "./link-to-console.ts";
import { BadRequest, isObject, readBody } from "./read-body.ts";
import { refuseForeignCallers } from "./refuse-foreign-callers.ts";
import { timelineStream } from "./timeline-stream.ts";

/**
 * The emulator over HTTP, under `/_emulator/` of its main server: for tests in another process, for the console, and for agents.
 * What cannot be done is answered with a sentence: `{ code, message }`.
 */
export function createControl(emulator: Emulator): Answerer {
  const { faults, timeline, clock } = emulator;
  const app = new Hono().basePath("/_emulator");

  app.use(async (context, next) => {
    const refused = refuseForeignCallers(context.req.raw);
    if (refused !== null) {
      if (isLinkToConsole(context.req.raw)) return askedFromElsewhere();
      return context.json({ code: "forbidden", message: refused }, 403);
    }
    await next();
    context.header("cache-control", "no-store");
    return undefined;
  });
  app.onError((error, context) => {
    if (error instanceof BadRequest || error instanceof EmulatorError || error instanceof RangeError)
      return context.json({ code: "bad_request", message: error.message }, 400);
    throw error;
  });

  let consoleApp: Promise<Hono> | undefined;
  const answerConsole = async (context: Context): Promise<Response> => {
    consoleApp ??= import("../console/create-console.ts").then(({ createConsole }) =>
      createConsole(emulator),
    );
    return (await consoleApp).fetch(context.req.raw);
  };
  app.all("/console", answerConsole);
  app.all("/console/*", answerConsole);

  app.get("/state", (context) => context.json(describeState(emulator)));

  const listFaults = (context: Context): Response =>
    context.json({ active: faults.active(), known: faults.known.map(describeFault) });
  app.get("/faults", listFaults);
  app.post("/faults", async (context) => {
    faults.set(faultSettingFrom(await readBody(context.req.raw)));
    return context.json({ active: faults.active() });
  });
  app.delete("/faults", (context) => {
    faults.clear();
    return context.json({ active: [] });
  });
  app.delete("/faults/:id", (context) => {
    const id = context.req.param("id");
    if (!faults.known.some((fault) => fault.id === id)) throw new BadRequest(`There is no fault "${id}".`);
    faults.clear(id);
    return context.json({ active: faults.active() });
  });

  app.post("/advance", async (context) => {
    const by = (await readBody(context.req.raw)).value("by");
    const isForward = typeof by === "string" || (typeof by === "number" && Number.isFinite(by) && by >= 0);
    if (!isForward) throw new BadRequest('"by" must be a duration such as "6m", or milliseconds from 0 on.');
    await emulator.advance(by);
    return context.json({ now: clock.now() });
  });
  app.post("/reset", async (context) => {
    await emulator.reset();
    return context.json(describeState(emulator));
  });

  app.post("/sign-in", async (context) => {
    const body = await readBody(context.req.raw);
    const email = body.text("email", "the e-mail address of an account");
    const organizationId = body.optionalText("organizationId", "the id of an organization");
    const known = authkitOf(emulator).accounts();
    if (!known.some((account) => account.email.toLowerCase() === email.toLowerCase()))
      throw new BadRequest(
        `There is no account "${email}". ${known.length === 0 ? "There is none at all: give the emulator a seed." : `There are: ${known.map((account) => account.email).join(", ")}.`}`,
      );
    return context.json(
      await authkitOf(emulator).signIn(email, organizationId === undefined ? {} : { organizationId }),
    );
  });
  app.post("/mint", async (context) => {
    const claims = (await readBody(context.req.raw)).value("claims");
    if (!isObject(claims)) throw new BadRequest('"claims" must be an object: the claims of the token.');
    return context.json({ token: await emulator.mint(claims) });
  });
  app.delete("/sessions/:id", (context) => {
    const id = context.req.param("id");
    const authkit = authkitOf(emulator);
    if (!authkit.sessions().some((session) => session.id === id))
      throw new BadRequest(`There is no session "${id}".`);
    authkit.revoke(id);
    return context.json({ sessions: authkit.sessions() });
  });

  app.post("/verdict", async (context) => {
    const token = (await readBody(context.req.raw)).text("token", "an access token");
    return context.json(await foreseeVerdict(emulator, token.trim()));
  });
  app.patch("/settings", async (context) => {
    const { environment } = authkitOf(emulator);
    const doubts = changeSettings(environment, await readBody(context.req.raw));
    return context.json({ environment: describeEnvironment(environment), doubts });
  });
  app.post("/variables", async (context) => {
    const body = await readBody(context.req.raw);
    const value = body.value("value");
    if (typeof value !== "string" && value !== null)
      throw new BadRequest('"value" must be a text, or null to remove the variable.');
    await setVariable(convexOf(emulator), body.text("name", "the name of a variable"), value);
    return context.json({ deployment: convexOf(emulator).deployment() });
  });

  app.get("/timeline", (context) =>
    context.body(timelineToJson(timeline.events(afterOf(context))), 200, {
      "content-type": "application/json; charset=utf-8",
    }),
  );
  app.get("/timeline.har", (context) =>
    context.body(
      JSON.stringify(timelineToHar(timeline.events(afterOf(context)), emulator.version ?? "0"), null, 2),
      200,
      {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": 'attachment; filename="convex-authkit.har"',
      },
    ),
  );
  app.get("/timeline/events", (context) => timelineStream(emulator, afterOf(context)));
  app.get("/", (context) => context.redirect("/_emulator/console"));

  app.notFound((context) =>
    context.json(
      {
        code: "not_found",
        message: `The control endpoint has no ${context.req.method} ${context.req.path}. It has: ${endpointsOf(app).join(", ")}.`,
      },
      404,
    ),
  );
  return (request) => app.fetch(request);
}

function endpointsOf(app: Hono): string[] {
  return app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
}

/** From the query, or from where a browser's stream broke off. */
function afterOf(context: Context): number {
  const text = context.req.query("after") ?? context.req.header("last-event-id") ?? "0";
  if (!/^\d{1,15}$/.test(text))
    throw new BadRequest(`"after" must be the number of an event, not "${text}".`);
  return Number(text);
}

function authkitOf({ authkit }: Emulator): AuthKit {
  if (authkit === null) throw new EmulatorError("The AuthKit side was left out when the emulator started.");
  return authkit;
}

function convexOf({ convex }: Emulator): Convex {
  if (convex === null) throw new EmulatorError("The Convex side was left out when the emulator started.");
  return convex;
}

/** What Convex says about a variable is meant for whoever sets it. */
async function setVariable(convex: Convex, name: string, value: string | null): Promise<void> {
  try {
    await convex.setVariable(name, value);
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}
