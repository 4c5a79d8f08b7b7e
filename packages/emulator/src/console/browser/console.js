// @ts-check
// The console in the browser. It shows pieces of HTML that the server wrote and escaped, sends what is switched to the control
// endpoint, and puts nothing together itself but texts. It runs as it stands here, so it is JavaScript.

const ROOT = "/_emulator";
/** Milliseconds in which several events count as one change. */
const PAUSE = 150;
/** Milliseconds after which what depends on the time alone is shown anew. */
const BEAT = 5_000;
/** More rows make the page slow. */
const MOST_ROWS = 600;

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The console has no element ${id}.`);
  return element;
}

const events = byId("events");
const filter = /** @type {HTMLFormElement} */ (byId("filter"));
const older = /** @type {HTMLAnchorElement} */ (byId("older"));
const eventDialog = /** @type {HTMLDialogElement} */ (byId("event"));
const sureDialog = /** @type {HTMLDialogElement} */ (byId("sure"));

/** @param {string} text @param {boolean} [isProblem] */
function say(text, isProblem = false) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("problem", isProblem);
}

/**
 * @param {string} method @param {string} path @param {unknown} [body]
 * @returns {Promise<Response>} @throws {Error} with the emulator's sentence
 */
async function ask(method, path, body) {
  const response = await fetch(ROOT + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error("The emulator does not answer. Is it still running?");
  });
  if (response.ok || (response.headers.get("content-type") ?? "").startsWith("text/html")) return response;
  const { message } = await response.json();
  throw new Error(message);
}

/** Runs calls one after the other, and at most one more than is needed. @param {() => Promise<void>} run */
function gathered(run) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let running = Promise.resolve();
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      running = running.then(run).catch((error) => say(error.message, true));
    }, PAUSE);
  };
}

// The timeline

/** The highest number of an event that was seen. */
let last = Number(events.dataset["last"]);
/** Goes up when other events are to be shown, so that late answers are recognised. */
let view = 0;

function query() {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(filter)) if (value !== "") parameters.set(name, String(value));
  return parameters.toString();
}

/** @param {string} html @returns {HTMLElement[]} */
function rowsFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.querySelectorAll("li")];
}

/** @param {number | null} olderThan */
function showOlderLink(olderThan) {
  older.hidden = olderThan === null;
  older.href = `${ROOT}/console?${query()}&before=${olderThan}`;
  byId("nothing").hidden = events.childElementCount > 0;
}

async function showAll() {
  const asked = ++view;
  const answer = await (await ask("GET", `/console/rows?${query()}`)).json();
  if (asked !== view) return;
  last = answer.last;
  events.replaceChildren(...rowsFrom(answer.rows));
  showOlderLink(answer.olderThan);
}

async function showNew() {
  const asked = view;
  const open = [...events.querySelectorAll("[data-open]")].map(
    (row) => Number(row.id.slice("event-".length)) - 1,
  );
  const answer = await (await ask("GET", `/console/rows?${query()}&after=${Math.min(last, ...open)}`)).json();
  if (asked !== view) return;
  // Fewer than before: the emulator was reset. More than one look holds: the rows would have a hole.
  if (answer.last < last || answer.olderThan !== null) return showAll();
  last = answer.last;
  const added = rowsFrom(answer.rows).reverse().filter(isAdded);
  if (added.length > 0) announce(added);
  while (events.childElementCount > MOST_ROWS) events.lastElementChild?.remove();
  const hasOlder = !older.hidden || events.childElementCount === MOST_ROWS;
  showOlderLink(hasOlder ? Number(events.lastElementChild?.id.slice("event-".length)) : null);
  if (events.querySelector("[data-open]") !== null) setTimeout(update, 1_000);
}

/** Puts a row in its place. @param {HTMLElement} row @returns {boolean} whether it was not there before */
function isAdded(row) {
  const before = document.getElementById(row.id);
  if (before === null) {
    row.classList.add("new");
    events.prepend(row);
    return true;
  }
  if (!before.hasAttribute("data-open")) return false;
  const hadFocus = before.contains(document.activeElement);
  before.replaceWith(row);
  if (hadFocus) row.querySelector("a")?.focus();
  return false;
}

/** @param {HTMLElement[]} added oldest first */
function announce(added) {
  const newest = added.at(-1)?.querySelector("a")?.textContent?.trim() ?? "";
  byId("announcer").textContent =
    added.length === 1 ? `New event: ${newest}` : `${added.length} new events, the newest: ${newest}`;
}

async function showOlder() {
  const asked = view;
  const before = new URL(older.href).searchParams.get("before");
  const answer = await (await ask("GET", `/console/rows?${query()}&before=${before}`)).json();
  if (asked !== view) return;
  const rows = rowsFrom(answer.rows);
  events.append(...rows);
  showOlderLink(answer.olderThan);
  rows[0]?.querySelector("a")?.focus();
}

/** @param {string} address */
async function openEvent(address) {
  const path = new URL(address).pathname.slice(ROOT.length);
  byId("event-content").innerHTML = await (await ask("GET", `${path}?fragment`)).text();
  if (!eventDialog.open) eventDialog.showModal();
  eventDialog.scrollTop = 0;
}

// What changes beside it

/** What the server wrote last for each part. @type {Map<string, string>} */
const shown = new Map();

async function showState() {
  const { parts, faults, settings, last: newest } = await (await ask("GET", "/console/live")).json();
  for (const [name, html] of Object.entries(parts)) showPart(name, html);
  for (const pill of document.querySelectorAll(".fault .pill")) {
    const id = pill.closest(".fault")?.getAttribute("data-fault");
    /** @type {HTMLElement} */ (pill).hidden = !faults.includes(id);
  }
  for (const [name, value] of Object.entries(settings)) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (byId(name));
    // What somebody is writing stays.
    const isUntouched = field.value === field.defaultValue;
    field.defaultValue = value;
    if (!isUntouched || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event("input"));
  }
  keepTime();
  if (newest !== last || events.querySelector("[data-open]") !== null) await showNew();
}

/** @param {string} name @param {string} html */
function showPart(name, html) {
  const part = document.querySelector(`[data-part="${name}"]`);
  if (part === null || shown.get(name) === html) return;
  shown.set(name, html);
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : undefined;
  part.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus();
}

/** Milliseconds by which the emulator's clock is ahead of this page's. */
let ahead = 0;

function keepTime() {
  const now = document.querySelector("[data-now]");
  if (now instanceof HTMLElement) ahead = Number(now.dataset["now"]) - Date.now();
}

setInterval(() => {
  const now = document.querySelector("[data-now]");
  if (now !== null) now.textContent = new Date(Date.now() + ahead).toTimeString().slice(0, 8);
}, 1_000);

/** Shows what has changed, soon. Everything that happens leads here, so that no two looks get in each other's way. */
const update = gathered(showState);

// What can be pressed

/** @typedef {{ data: FormData, submitter: HTMLElement | null, form: HTMLFormElement }} Sent */

/** @param {FormData} data @param {string} name */
const text = (data, name) => String(data.get(name) ?? "").trim();
/** @param {string} value */
const lines = (value) =>
  value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** @param {string} by */
async function advance(by) {
  await ask("POST", "/advance", { by });
  say(`The clock of both sides went forward by ${by}.`);
  update();
}

/** @param {string} token */
async function judge(token) {
  byId("verdict").innerHTML = await (await ask("POST", "/console/verdict", { token })).text();
}

/** Forms, by what they do. @type {Record<string, (sent: Sent) => Promise<void>>} */
const forms = {
  advance: async ({ data, form }) => {
    await advance(text(data, "by"));
    form.reset();
  },
  "switch-on": async ({ data, form }) => {
    const id = form.dataset["fault"] ?? "";
    const settings = new URLSearchParams();
    for (const name of data.keys()) if (text(data, name) !== "") settings.set(name, text(data, name));
    await ask("POST", "/faults", { fault: `${id}?${settings}` });
    say(`The fault ${id} is on.`);
    update();
  },
  judge: ({ data }) => judge(text(data, "token")),
  "sign-in": async ({ data }) => {
    const email = text(data, "email");
    const { accessToken } = await (await ask("POST", "/sign-in", { email })).json();
    /** @type {HTMLTextAreaElement} */ (byId("token")).value = accessToken;
    await judge(accessToken);
    update();
  },
  settings: async ({ data }) => {
    const { doubts } = await (
      await ask("PATCH", "/settings", {
        redirectUris: lines(text(data, "redirectUris")),
        corsOrigins: lines(text(data, "corsOrigins")),
        logoutUris: lines(text(data, "logoutUris")),
        homepageUrl: text(data, "homepageUrl") || null,
        tokenLifetime: Number(text(data, "tokenLifetime")),
        jwtTemplate: text(data, "jwtTemplate") === "" ? null : String(data.get("jwtTemplate")),
      })
    ).json();
    for (const name of data.keys()) {
      const field = /** @type {HTMLInputElement} */ (byId(name));
      field.defaultValue = field.value;
    }
    say(["The settings are saved.", ...doubts].join(" "));
    update();
  },
  variable: async ({ data, submitter, form }) => {
    const name = text(data, "name");
    const isRemoved = submitter?.getAttribute("value") === "remove";
    await ask("POST", "/variables", { name, value: isRemoved ? null : String(data.get("value")) });
    form.reset();
    say(isRemoved ? `${name} is removed.` : `${name} is set.`);
    update();
  },
};

/** Buttons, by what they do. @type {Record<string, (button: HTMLElement) => Promise<void> | void>} */
const buttons = {
  "advance-by": (button) => advance(button.dataset["by"] ?? ""),
  "switch-off": async ({ dataset: { fault } }) => {
    await ask("DELETE", fault === undefined ? "/faults" : `/faults/${encodeURIComponent(fault)}`);
    say(fault === undefined ? "No fault is on." : `The fault ${fault} is off.`);
    update();
  },
  revoke: async ({ dataset: { session = "" } }) => {
    await ask("DELETE", `/sessions/${encodeURIComponent(session)}`);
    say("The session is revoked: its refresh tokens are dead, its access token lives until it expires.");
    update();
  },
  copy: (button) => copy(button.dataset["text"] ?? ""),
  "copy-report": async () => copy(await (await ask("GET", "/console/report.md")).text()),
  reset: () => sureDialog.showModal(),
};

/** @param {string} content */
async function copy(content) {
  await navigator.clipboard.writeText(content).catch(() => {
    throw new Error("The browser does not let this page copy. Select the text and copy it yourself.");
  });
  say("Copied.");
}

/** @param {() => Promise<void> | void} run */
async function attempt(run) {
  try {
    await run();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const run = forms[form.dataset["do"] ?? ""];
  if (run === undefined && form !== filter) return;
  event.preventDefault();
  const data = new FormData(form);
  if (run !== undefined) void attempt(() => run({ data, submitter: event.submitter, form }));
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("button[data-do]");
  const run = buttons[button?.getAttribute("data-do") ?? ""];
  if (button instanceof HTMLElement && run !== undefined) void attempt(() => run(button));
  const link = event.target.closest("a");
  // A link that is to be opened elsewhere is opened there.
  if (link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const open = link === older ? showOlder : events.contains(link) ? () => openEvent(link.href) : null;
  if (open === null) return;
  event.preventDefault();
  void attempt(open);
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
filter.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const parameters = query();
    history.replaceState(null, "", parameters === "" ? location.pathname : `?${parameters}`);
    void attempt(showAll);
  }, PAUSE);
});

byId("find-fault").addEventListener("input", (event) => {
  const wanted = /** @type {HTMLInputElement} */ (event.target).value.trim().toLowerCase();
  for (const section of document.querySelectorAll(".faults")) {
    const found = [...section.querySelectorAll(".fault")].filter((fault) => {
      const isFound = (fault.textContent ?? "").toLowerCase().includes(wanted);
      /** @type {HTMLElement} */ (fault).hidden = !isFound;
      return isFound;
    });
    /** @type {HTMLElement} */ (section).hidden = found.length === 0;
  }
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let linting;
document.getElementById("jwtTemplate")?.addEventListener("input", (event) => {
  const template = /** @type {HTMLTextAreaElement} */ (event.target).value;
  clearTimeout(linting);
  linting = setTimeout(
    () =>
      void attempt(async () => {
        byId("lint").innerHTML = await (await ask("POST", "/console/lint", { template })).text();
      }),
    PAUSE,
  );
});

sureDialog.addEventListener("close", () => {
  if (sureDialog.returnValue !== "yes") return;
  sureDialog.returnValue = "";
  void attempt(async () => {
    await ask("POST", "/reset");
    say("Everything is as it was at the start.");
    await showAll();
    await showState();
  });
});

// What happens

const stream = new EventSource(`${ROOT}/timeline/events?after=${last}`);
let isLost = false;
stream.addEventListener("timeline", update);
stream.addEventListener("faults", update);
stream.addEventListener("error", () => {
  isLost = true;
  say("The connection to the emulator is lost; it is tried again.", true);
});
stream.addEventListener("open", () => {
  if (!isLost) return update();
  isLost = false;
  say("The emulator answers again.");
  // It may be another one.
  void attempt(async () => {
    await showAll();
    await showState();
  });
});
setInterval(() => {
  if (!document.hidden && !isLost) update();
}, BEAT);

keepTime();
if (new URLSearchParams(location.search).has("before")) void attempt(showAll);
