import type { Reading } from "../reading.ts";
import type { App } from "../workspace/workspace.ts";
import { readAzure, readRender, readStaticJson } from "./small-hosts.ts";
import { readCloudflare } from "./cloudflare.ts";
import { firebaseSites, readFirebase } from "./firebase.ts";
import type { Host, HostingFact } from "./hosting.ts";
import { readNetlify } from "./netlify.ts";
import { readNginx } from "./nginx.ts";
import { readVercel } from "./vercel.ts";

/** Reads which hosts the files of an app configure, and what those answer for paths that are no file. */
export function readHosting({ files }: Pick<Reading, "files">, app: App): HostingFact {
  const readers = [
    readNetlify,
    readVercel,
    readFirebase,
    readCloudflare,
    readNginx,
    readStaticJson,
    readAzure,
    readRender,
  ];
  const hosts = readers.map((read) => read(files, app.dir)).filter((host): host is Host => host !== null);
  // A page for what is not found may be the app itself, as on GitHub Pages.
  const hasOwnNotFound = ["public/404.html", "404.html", "static/404.html"].some((name) =>
    files.has(app.dir === "" ? name : `${app.dir}/${name}`),
  );
  return {
    sites: firebaseSites(files, app.dir),
    hosts: hosts.map((host) =>
      hasOwnNotFound && host.otherwise !== "index" ? { ...host, otherwise: "unknown" } : host,
    ),
  };
}
