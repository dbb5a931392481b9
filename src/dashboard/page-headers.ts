const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  // A text can't be made into markup or script, whatever the page's own script does.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "frame-ancestors 'none'",
];

/** What the page may do, and that nobody keeps it. */
export const PAGE_HEADERS = {
  'content-security-policy': POLICY.join(';'),
  'cache-control': 'no-store',
  vary: 'Accept, Authorization',
} as const;
