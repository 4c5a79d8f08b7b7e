import { resolveIdentifier } from "../../source/bindings.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import type { FunctionLike } from "../../source/walk.ts";
import type { AppSources } from "./app-sources.ts";
import { and, type AuthMoment, happens, not, type Truth } from "./auth-moment.ts";
import { nameOfFunction, type Site } from "./component-sites.ts";
import { type Condition, placeOf } from "./conditions.ts";
import type { ExpressionValues } from "./expression-values.ts";
import type { Component } from "./file-routes.ts";
import { type Frame, openFrame } from "./frame.ts";
import type { Way } from "./gating.ts";
import {
  enter,
  expressionShowsSlot,
  isRouterElement,
  showsChildren,
  showsSlot,
  type Slot,
} from "./rendered-slots.ts";
import { type Part, WayFinder } from "./ways.ts";

/** Whether one condition on a way holds, and where it is written. */
interface Judgement {
  truth: Truth;
  written: { module: ParsedModule; node: Node; quote: string } | null;
}

/** Says in which moments code of an app is reached: a hook called, an element shown, an effect run. */
export class Reachability {
  readonly #values: ExpressionValues;
  readonly #finder: WayFinder;
  /** What layouts show, which does not depend on the page inside them. */
  readonly #layouts = new Map<FunctionLike, Map<string, Truth>>();

  constructor(values: ExpressionValues, sources: AppSources) {
    this.#values = values;
    this.#finder = new WayFinder(sources);
  }

  /**
   * The ways on which a node is certainly part of a page. A way that cannot be followed to the page's start is left
   * out, so an empty result says nothing.
   *
   * @param more conditions besides those that the source around the node shows, e.g. a button that must be enabled
   */
  of(module: ParsedModule, node: Node, more: readonly Condition[] = []): Way[] {
    const place = placeOf(node);
    const ways = this.#finder.to(module, { ...place, conditions: [...place.conditions, ...more] });
    return ways.map((way) => this.#judge(way));
  }

  #judge(way: readonly Part[]): Way {
    const judged: Record<AuthMoment, Judgement[]> = {
      starting: this.#judgeAt(way, "starting"),
      "signed-out": this.#judgeAt(way, "signed-out"),
      unconfirmed: this.#judgeAt(way, "unconfirmed"),
      refused: this.#judgeAt(way, "refused"),
      "signed-in": this.#judgeAt(way, "signed-in"),
    };
    const at = (moment: AuthMoment): Truth => and(judged[moment].map(({ truth }) => truth));
    // Where AuthKit knows its user from the first paint on, there may be no moment in which nothing is known.
    const starting = and([at("starting"), this.#values.authKitMayStartLoaded ? "unknown" : "yes"]);
    const gates = judged.unconfirmed.flatMap(({ truth, written }, index): Way["gates"] => {
      if (written === null || !happens(truth) || judged["signed-out"][index]?.truth !== "no") return [];
      return [{ quote: written.quote, location: written.module.locationOf(written.node) }];
    });
    return {
      at: {
        starting,
        "signed-out": at("signed-out"),
        unconfirmed: at("unconfirmed"),
        refused: at("refused"),
        "signed-in": at("signed-in"),
      },
      gates,
    };
  }

  /** Judges the parts from outside in, up to the first that is certainly in the way. */
  #judgeAt(way: readonly Part[], moment: AuthMoment): Judgement[] {
    const judgements: Judgement[] = [];
    let entered: { site: Site; frame: Frame } | null = null;
    for (const part of way) {
      if (part.kind === "layout") {
        const { module, fn } = part.component;
        const truth = this.#layoutShows(part.component, part.slot, moment);
        const quote = `<${nameOfFunction(fn) ?? "Layout"}>`;
        judgements.push({ truth, written: { module, node: fn, quote } });
        if (truth === "no") return judgements;
      } else if (part.kind === "route-element") {
        const { module, element } = part;
        const truth = expressionShowsSlot(this.#values, module, element, "outlet", openFrame(null), moment);
        judgements.push({ truth, written: { module, node: element, quote: quoteOf(module, element) } });
        if (truth === "no") return judgements;
      } else {
        const frame: Frame = entered === null ? openFrame(part.fn) : frameOf(part, entered);
        for (const condition of part.conditions) {
          const node =
            condition.kind === "test"
              ? condition.test
              : condition.kind === "within"
                ? condition.element.openingElement
                : null;
          const truth = this.#holds(part, condition, frame, moment);
          const { module } = part;
          judgements.push({
            truth,
            written: node === null ? null : { module, node, quote: quoteOf(module, node) },
          });
          if (truth === "no") return judgements;
        }
        entered = part.next === null ? null : { site: part.next, frame };
      }
    }
    return judgements;
  }

  #layoutShows({ module, fn }: Component, slot: Slot, moment: AuthMoment): Truth {
    let byMoment = this.#layouts.get(fn);
    if (byMoment === undefined) {
      byMoment = new Map();
      this.#layouts.set(fn, byMoment);
    }
    const key = `${slot} ${moment}`;
    let truth = byMoment.get(key);
    if (truth === undefined) {
      truth = showsSlot(this.#values, module, fn, slot, openFrame(fn), moment);
      byMoment.set(key, truth);
    }
    return truth;
  }

  #holds(
    part: Extract<Part, { kind: "code" }>,
    condition: Condition,
    frame: Frame,
    moment: AuthMoment,
  ): Truth {
    switch (condition.kind) {
      case "test": {
        const truth = this.#values.truth(part.module, condition.test, frame, moment);
        return condition.expected ? truth : not(truth);
      }
      case "within":
        return showsChildren(this.#values, part.module, condition.element, frame, moment);
      case "attribute": {
        const { openingElement } = condition.element;
        const origin = resolveIdentifier(this.#values.graph, part.module, openingElement.name);
        const shows =
          (condition.name === "element" && isRouterElement(origin, "Route")) || condition.name === "children";
        return shows ? "yes" : "unknown";
      }
      default:
        return "unknown";
    }
  }
}

function frameOf(part: Extract<Part, { kind: "code" }>, entered: { site: Site; frame: Frame }): Frame {
  const { site, frame } = entered;
  if (part.fn === null || site.kind === "option") return openFrame(part.fn);
  return site.kind === "element"
    ? enter(part.fn, site.element, site.module, frame)
    : { fn: part.fn, entry: { kind: "call", call: site.call, module: site.module, frame } };
}

const LONGEST_QUOTE = 100;

/** The source of a node in one line. */
export function quoteOf(module: ParsedModule, node: Node): string {
  const text = module.text.slice(node.start, node.end).replace(/\s+/g, " ");
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`;
}
