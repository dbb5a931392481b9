/** Whose cups, pints and fluid ounces are meant where nobody says so. */
export const measures = ['us', 'imperial', 'metric'] as const;
export type Measures = (typeof measures)[number];
