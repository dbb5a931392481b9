export const TRACES: readonly string[];
export function traceOf(name: string, made: { held: number; length: number; seed: number }): Uint32Array;
export function bytesOf(key: number): number;
