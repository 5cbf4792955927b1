// Times and days are shown in the zone of the site, wherever the browser is.
function worded(at: Date, how: Intl.DateTimeFormatOptions, locale: string): string {
  try {
    const timeZone = document.body.dataset["zone"];
    return new Intl.DateTimeFormat(locale, timeZone ? { ...how, timeZone } : how).format(at);
  } catch {
    return new Intl.DateTimeFormat(locale, how).format(at); // a zone that this browser does not know
  }
}

export function minute(at: Date): string {
  return worded(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-GB");
}

export function second(at: Date): string {
  return worded(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, "en-GB");
}

export function day(at: Date): string {
  return worded(at, { year: "numeric", month: "2-digit", day: "2-digit" }, "sv-SE");
}
