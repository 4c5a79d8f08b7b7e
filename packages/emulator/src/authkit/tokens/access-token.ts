import {
  expectedIssuers,
  type JwtTemplateContext,
  renderJwtTemplate,
  type TemplateValue,
} from "@convex-authkit/core";
import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";
import type { AuthKitEnvironment } from "../environment.ts";
import { apiRefusal } from "../protocol/refusal.ts";
import type { Session } from "../sessions/sessions.ts";
import { ulid } from "./ulid.ts";

/** An access token that only has to be signed. */
export interface PreparedToken {
  /** The organization that the session is in. */
  wished: string | null;
  /** The one that the token speaks of: the same, unless a fault says otherwise. */
  organizationId: string | null;
  /** The faults that had a hand in it. */
  faults: string[];
  sign(): Promise<string>;
}

/** The `iss` of an environment's tokens. */
export function issuerOf({ issuer, clientId }: Pick<AuthKitEnvironment, "issuer" | "clientId">): string {
  const forms = expectedIssuers(clientId);
  if (issuer === "user_management") return forms.userManagement;
  return issuer === "api-origin" ? forms.apiOrigin : issuer;
}

/**
 * Decides everything about a session's next access token, before anything is rotated or used up.
 *
 * @param wished the organization it is for; null: none
 * @throws {Refusal} 422 where the JWT template cannot be rendered, as WorkOS answers it
 */
export function prepareAccessToken(
  context: AuthKitContext,
  session: Session,
  clientId: string,
  wished: string | null,
  asked: Asked,
): PreparedToken {
  const { faults } = context.parts;
  const by: string[] = [];
  const noted = <Value>(decision: { value: Value; by: string[] }): Value => {
    by.push(...decision.by);
    return decision.value;
  };

  const organizationId = noted(faults.decide("organization", wished, asked));
  const template = faults.decide("jwtTemplate", context.environment.jwtTemplate, asked);
  by.push(...template.by);
  const issuer = noted(faults.decide("issuer", issuerOf(context.environment), asked));
  const lifetime = noted(faults.decide("tokenLifetime", context.environment.tokenLifetime, asked));
  const offBy = noted(faults.decide("authkitClock", 0, asked));
  const key = noted(faults.decide("signingKey", "published", asked));

  const issuedAt = Math.floor((context.parts.clock.now() + offBy) / 1000);
  const claims = noted(
    faults.decide(
      "claims",
      {
        iss: issuer,
        sub: session.userId,
        sid: session.id,
        jti: ulid(context.parts.clock.now()),
        client_id: clientId,
        auth_time: Math.floor(session.createdAt / 1000),
        ...organizationClaims(context, session.userId, organizationId),
        ...templateClaims(
          template.value,
          () => context.directory.templateContext(session.userId, organizationId),
          template.by[0],
        ),
        exp: issuedAt + lifetime,
        iat: issuedAt,
      },
      asked,
    ),
  );
  const sign = (): Promise<string> => {
    session.tokenExpiresAt = typeof claims["exp"] === "number" ? claims["exp"] * 1000 : null;
    return context.signer.sign(claims, key);
  };
  return { wished, organizationId, faults: by, sign };
}

/** The claims a session has in an organization: what its user may do there. */
function organizationClaims(
  { directory }: Pick<AuthKitContext, "directory">,
  userId: string,
  organizationId: string | null,
): Record<string, unknown> {
  if (organizationId === null) return {};
  const membership = directory
    .activeMemberships(userId)
    .find((one) => one.organization_id === organizationId);
  return { org_id: organizationId, ...(membership === undefined ? {} : directory.access(membership)) };
}

/** What the template adds. Of WorkOS's own claims it may replace those that are not reserved, such as `role`. */
function templateClaims(
  template: string | null,
  context: () => JwtTemplateContext | null,
  fault: string | undefined,
): Record<string, TemplateValue> {
  const values = template === null ? null : context();
  if (template === null || values === null) return {};
  const rendered = renderJwtTemplate(template, values);
  if ("claims" in rendered) return rendered.claims;
  const why = rendered.errors.map(({ message }) => message).join(" ");
  throw apiRefusal(
    422,
    "unprocessable_entity",
    `JWT template could not be rendered: ${why}`,
    {},
    { failureMode: "jwt-template-invalid", fault },
  );
}
