const IMF = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** The instant of a date in one of the three forms of RFC 9110 5.6.7, or undefined. */
export function httpDate(text: string): number | undefined {
  if (!IMF.test(text) && !RFC_850.test(text) && !ASCTIME.test(text)) return undefined;
  const instant = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text);
  // `Date.parse` takes the 31st of February for the 3rd of March; in all three forms the day is the first number.
  return new Date(instant).getUTCDate() === Number(/\d+/.exec(text)?.[0]) ? instant : undefined;
}
