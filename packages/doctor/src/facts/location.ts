/** A place in a file of the project. Paths are relative to the examined root with `/`; line and column count from 1. */
export interface Location {
  file: string;
  line: number;
  column: number;
}
