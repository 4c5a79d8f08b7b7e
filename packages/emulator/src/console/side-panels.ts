import { html } from "hono/html";
import type { Html } from "../authkit/pages/page.ts";
import { providerSnippet } from "../authkit/tokens/provider-snippet.ts";
import { issuerOf } from "../authkit/tokens/access-token.ts";
import type { Emulator } from "../emulator.ts";
import { accountsPanel } from "./panels/accounts-panel.ts";
import { card, livePart } from "./panels/card.ts";
import { deploymentState, variableForm } from "./panels/deployment-panel.ts";
import { faultsOn, faultsPanel } from "./panels/faults-panel.ts";
import { sessionsPanel } from "./panels/sessions-panel.ts";
import { settingsPanel } from "./panels/settings-panel.ts";
import { providerPanel, reportPanel } from "./panels/share-panels.ts";
import { tokenPanel } from "./panels/token-panel.ts";

/** Everything beside the timeline, each part in a card of its own. A side that was left out has none. */
export async function sidePanels(emulator: Emulator): Promise<Html> {
  const { authkit, convex, faults, clock } = emulator;
  return html`
    ${
      authkit === null
        ? ""
        : html`${card("accounts", "Accounts", livePart("accounts", accountsPanel(authkit.accounts())), { isOpen: true })}
          ${card("sessions", "Sessions", livePart("sessions", sessionsPanel(authkit.sessions(), clock.now())), { isOpen: true })}`
    }
    ${card("faults", html`Faults <span data-part="faults-on">${faultsOn(faults.active())}</span>`, faultsPanel(faults.known, faults.active(), clock.now()))}
    ${card("verdict-of-token", "Verdict of a token", tokenPanel(emulator))}
    ${authkit === null ? "" : card("settings", "AuthKit settings", settingsPanel(authkit.environment))}
    ${
      convex === null
        ? ""
        : card(
            "deployment",
            "Convex deployment",
            html`${livePart("deployment", deploymentState(convex.deployment()))} ${variableForm()}`,
            { isOpen: convex.deployment().problem !== null },
          )
    }
    ${
      authkit === null
        ? ""
        : card(
            "provider",
            "A real Convex deployment",
            providerPanel(providerSnippet(issuerOf(authkit.environment), await authkit.jwks())),
          )
    }
    ${card("report", "Bug report and export", reportPanel())}
  `;
}
