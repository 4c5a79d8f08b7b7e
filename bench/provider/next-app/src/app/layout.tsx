import { withAuth } from "@workos-inc/authkit-nextjs";
import { ConvexAuthKitProvider } from "convex-authkit/nextjs";
import { getInitialAuth } from "convex-authkit/nextjs/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Header } from "../header.tsx";
import { DocumentationProvider, TemplateProvider, TokenInRefProvider } from "../providers.tsx";

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Provider name={(await cookies()).get("provider")?.value}>
          <Header />
          <main>{children}</main>
        </Provider>
      </body>
    </html>
  );
}

/** By the name in `nextjs.ts`, which a cookie holds: one build for all of them. Each is given by the layout what its source says. */
async function Provider({ name, children }: { name: string | undefined; children: ReactNode }) {
  switch (name) {
    case "documentation":
      return <DocumentationProvider>{children}</DocumentationProvider>;
    case "template": {
      const { accessToken } = await withAuth();
      return <TemplateProvider expectAuth={accessToken !== undefined}>{children}</TemplateProvider>;
    }
    case "tokenInRef":
      return <TokenInRefProvider>{children}</TokenInRefProvider>;
    case "ours":
    case "oursWithoutProxy":
      return (
        <ConvexAuthKitProvider url={process.env.NEXT_PUBLIC_CONVEX_URL} initialAuth={await getInitialAuth()}>
          {children}
        </ConvexAuthKitProvider>
      );
    default:
      throw new Error("The cookie names no provider.");
  }
}
