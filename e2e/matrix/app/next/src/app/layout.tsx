import { ConvexAuthKitProvider } from "convex-authkit/nextjs";
import { getInitialAuth } from "convex-authkit/nextjs/server";
import type { ReactNode } from "react";
import { Header } from "../components/header";

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <ConvexAuthKitProvider url={process.env.NEXT_PUBLIC_CONVEX_URL!} initialAuth={await getInitialAuth()}>
          <Header />
          <main>{children}</main>
        </ConvexAuthKitProvider>
      </body>
    </html>
  );
}
