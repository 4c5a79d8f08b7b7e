/** Something the user of the emulator can mend: its message is a sentence for them, without a stack. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
}
