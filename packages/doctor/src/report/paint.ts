/** The few styles that reports use. */
export type PaintStyle = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** Colours a text, or returns it as it is where colour is unwanted. Must not change what a reader sees otherwise. */
export type Paint = (style: PaintStyle, text: string) => string;

/** No colour at all. */
export const plain: Paint = (_style, text) => text;
