import { SignInButton } from "convex-authkit/nextjs";
import { signInFailure } from "convex-authkit/nextjs/server";

export const metadata = { title: "You are not signed in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInFailedPage({ searchParams }: Props) {
  const { says, returnTo } = signInFailure(await searchParams);
  return (
    <>
      <h1>You are not signed in</h1>
      <p>{says}</p>
      <SignInButton returnTo={returnTo}>Try again</SignInButton>
    </>
  );
}
