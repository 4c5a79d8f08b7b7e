import { happens } from "../../facts/gating/auth-moment.ts";
import { byFile } from "../../facts/gating/by-file.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "signin-button-noop",
  step: "sign-in",
  severity: "error",
  title: "The sign-in control does nothing while AuthKit is still starting, or never gets its address",
  short: "Sign-in control does nothing",
  symptoms: [
    "A click on “Sign in” does nothing: no navigation, no message, no request.",
    "The first click after a page load does nothing, a second one works.",
    "The sign-in link leads back to the page it stands on: its address is empty.",
  ],
  errorTexts: [],
  explanation:
    "Until authkit-react is initialised, `useAuth()` hands out a client that does nothing: `signIn()` resolves without going " +
    "anywhere and `getSignInUrl()` gives an empty text. A button that is live from the first paint loses the clicks of that " +
    "time. An address that is read once, when the component is mounted, stays empty for good, and the link with it.\n\n" +
    "`getSignInUrl()` is not deprecated, as is sometimes said; it only has to be asked after `isLoading` has turned false. " +
    "Before authkit-react 0.16.2 a start that crashed left the button dead for ever.",
  notAProblemWhen:
    "The control stands inside `<Unauthenticated>`, which shows nothing before AuthKit has started, or is disabled while `isLoading` " +
    "is true, or the component returns early while it is. Nor where an effect asks for the address again when `getSignInUrl` or " +
    "`isLoading` changes.",
  remedy: () => [
    "Take isLoading from useAuth() as well and disable the control while it is true: <button disabled={isLoading} onClick={() => void signIn()}>.",
    "Where an address was read once, call signIn() from a click instead, or ask again when isLoading has turned false.",
  ],
  sources: [
    "https://github.com/workos/authkit-react",
    "https://workos.com/docs/authkit/react",
    "https://docs.convex.dev/auth/authkit",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["controls"],
      *find({ controls }) {
        const lost = controls.signInButtons.filter(({ ways }) => ways.some(({ at }) => happens(at.starting)));
        for (const buttons of byFile(lost)) {
          const [first] = buttons;
          yield shown({
            subject: first.location.file,
            severity: "warning",
            location: first.location,
            evidence: buttons.map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: `The control with ${first.quote} is live before AuthKit has started, and a click then calls a signIn() that does nothing.`,
          });
        }
      },
    }),
    detector({
      needs: ["controls"],
      *find({ controls }) {
        for (const { quote, location, link, ways } of controls.addressesReadOnce) {
          // Mounted before AuthKit has started, and still the same component when it has.
          const staysEmpty = ways.some(({ at }) => at.starting === "yes" && happens(at["signed-out"]));
          if (!staysEmpty) continue;
          yield shown({
            subject: location.file,
            severity: "error",
            location: link.location,
            evidence: [
              { kind: "project", quote: link.quote, location: link.location },
              { kind: "project", quote, location },
            ],
            detail: `${link.quote} gets the address that ${quote} gave when the component was mounted, before AuthKit had started: an empty one.`,
          });
        }
      },
    }),
  ],
});

const HOME = "src/home.tsx";
const GATED = `      <Unauthenticated>
        <SignInButton />
      </Unauthenticated>
`;
const BUTTON = `  const { isLoading, signIn } = useAuth();
  return (
    <button disabled={isLoading} onClick={() => void signIn({ state: { returnTo: window.location.pathname } })}>
      Sign in
    </button>
  );
`;
const LINK_READ_ONCE = `  const { getSignInUrl } = useAuth();
  const [url, setUrl] = useState("");
  useEffect(() => {
    void getSignInUrl().then(setUrl);
  }, []);
  return <a href={url}>Sign in</a>;
`;
const REACT = 'import { api } from "../convex/_generated/api";\n';
const REACT_WITH_HOOKS = `import { useEffect, useState } from "react";\n${REACT}`;

export const examples: Example[] = [
  {
    name: "a button outside of <Unauthenticated> is not disabled while AuthKit starts",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      { file: HOME, replace: "disabled={isLoading} onClick", with: "onClick" },
    ],
    expect: ["warning signin-button-noop src/home.tsx:22"],
  },
  {
    name: "the header's button calls signIn() of the app's own hook, which passes on authkit-react's",
    project: "vite-spa",
    edits: [
      {
        file: "src/session.ts",
        write:
          'import { useAuth } from "@workos-inc/authkit-react";\nimport { useConvexAuth } from "convex/react";\n\nexport function useSession() {\n  const { user, signIn } = useAuth();\n  const { isLoading } = useConvexAuth();\n  return { user, isLoading, signIn: () => signIn() };\n}\n',
      },
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      { file: HOME, replace: REACT, with: `${REACT}import { useSession } from "./session";\n` },
      {
        file: HOME,
        replace: BUTTON,
        with: "  const { user, signIn } = useSession();\n  if (user) return null;\n  return <button onClick={signIn}>Sign in</button>;\n",
      },
    ],
    expect: ["warning signin-button-noop src/home.tsx:23"],
  },
  {
    name: "a link outside of <Unauthenticated> reads its address once on mount",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      { file: HOME, replace: BUTTON, with: LINK_READ_ONCE },
      { file: HOME, replace: REACT, with: REACT_WITH_HOOKS },
    ],
    expect: ["error signin-button-noop src/home.tsx:26"],
  },
  {
    name: "the same link inside <Unauthenticated> is mounted when AuthKit has started",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: BUTTON, with: LINK_READ_ONCE },
      { file: HOME, replace: REACT, with: REACT_WITH_HOOKS },
    ],
    expect: [],
  },
  {
    name: "the link's address is asked for again when AuthKit has started",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      { file: HOME, replace: BUTTON, with: LINK_READ_ONCE.replace("[]", "[getSignInUrl]") },
      { file: HOME, replace: REACT, with: REACT_WITH_HOOKS },
    ],
    expect: [],
  },
  {
    name: "a button outside of <Unauthenticated> is disabled while AuthKit starts",
    project: "vite-spa",
    edits: [{ file: HOME, replace: GATED, with: "      <SignInButton />\n" }],
    expect: [],
  },
  {
    name: "the component shows nothing while AuthKit starts",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      {
        file: HOME,
        replace: BUTTON,
        with: "  const { isLoading, user, signIn } = useAuth();\n  if (isLoading || user) return null;\n  return <button onClick={() => void signIn()}>Sign in</button>;\n",
      },
    ],
    expect: [],
  },
  {
    name: "signIn is the app's own function",
    project: "vite-spa",
    edits: [
      { file: HOME, replace: GATED, with: "      <SignInButton />\n" },
      {
        file: HOME,
        replace: BUTTON,
        with: '  const signIn = () => window.location.assign("/");\n  return <button onClick={() => signIn()}>Start</button>;\n',
      },
    ],
    expect: [],
  },
];
