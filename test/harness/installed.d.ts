/** Where programs are looked for. */
export function programFolders(): string[];
