/** The screens: a Svelte file and what Python says of it, found by their names. */

import type { Component } from "svelte";
import type { Session } from "./session.svelte";

export interface Field {
  kind: "choice" | "integer" | "number" | "toggle" | "text" | "other";
  title?: string;
  description?: string;
  low?: number;
  high?: number;
  choices?: readonly (string | number | null)[];
}

export interface About {
  name: string;
  title: string;
  summary: string;
  units: readonly string[];
  defaults: Record<string, unknown>;
  fields: Record<string, Field>;
}

type View = { default: Component<{ session: Session }> };

const described = import.meta.glob<About>("../generated/*.ts", { import: "about", eager: true });
const views = import.meta.glob<View>("../screens/*.svelte");

/** In the order of the studio's chapters; a screen not named here comes last. */
const order = [
  "perceptron", "graph_stepper", "worked_backprop", "walk_through", "linear_classifier",
  "boundaries", "activation_explorer", "shapes", "layers", "playground", "convolution", "lenet", "optimizer_race",
  "overfitting", "wider_deeper", "lab", "runs", "inspector", "char_rnn", "words", "lessons",
];

const rank = (about: About) => (order.indexOf(about.name) + order.length + 1) % (order.length + 1);

export const abouts: About[] = Object.values(described).sort((a, b) => rank(a) - rank(b));

export function about(name: string): About | undefined {
  return abouts.find((one) => one.name === name);
}

export async function view(name: string): Promise<View["default"]> {
  const letters = name.replaceAll("_", "");
  const path = Object.keys(views).find((key) => key.toLowerCase().endsWith(`/${letters}.svelte`));
  if (!path) throw new Error(`There is no page for the screen ${name}.`);
  return (await views[path]()).default;
}
