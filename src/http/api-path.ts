/** What stands before every address but those of operators; for addresses that an answer names. */
export const API_PATH = 'api/v1';
