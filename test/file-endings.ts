/** What makes an address look like that of a file to a cache on the way, set behind it. */
export const FILE_ENDINGS = ['/x.css', ';x.css', '%00.css', '%0a.css', '%3f.css', '%23.css', '.css', '/'] as const;
