"use client";

import { api } from "@notes-example/backend/convex/_generated/api";
import { Authenticated, useQuery } from "convex/react";

/** A query that needs an identity, as every page of an app has one. */
export function Notes() {
  return (
    <Authenticated>
      <Count />
    </Authenticated>
  );
}

function Count() {
  return <p>{useQuery(api.notes.list)?.length ?? "…"} notes</p>;
}
