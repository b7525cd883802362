/** Loads a part of the program before it is asked for. Where that fails, it is loaded when it is, and fails there in words. */
export function early(part: () => Promise<unknown>): void {
  part().catch(() => undefined);
}
