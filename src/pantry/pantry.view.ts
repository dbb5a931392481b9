import type { Day } from '../calendar/day.js';
import { analysisOf, daysLeft } from './expiry.js';
import type { Lot, Pantry } from './lot.js';
import type { ExpiringView, JournalEntryView, PantryItemView, PantryView } from './pantry.dto.js';
import type { pantryJournal } from './pantry.tables.js';
import type { Taking } from './shelves.js';
import type { UsedItemView } from './using.dto.js';

/** An item as it is answered on the day `today`. */
export function itemView(lot: Lot, today: Day): PantryItemView {
  return {
    id: lot.id,
    name: lot.name,
    ingredientId: lot.ingredientId,
    quantity: Number(lot.quantity),
    unit: lot.unit,
    price: lot.price === null ? null : Number(lot.price),
    category: lot.category,
    location: lot.location,
    purchasedOn: lot.purchasedOn,
    expiresOn: lot.expiresOn,
    expiryKind: lot.expiryKind,
    expiryEstimated: lot.expiryEstimated,
    dateRule: lot.dateRule,
    openedOn: lot.openedOn,
    daysLeft: daysLeft(lot, today),
    version: lot.version,
  };
}

export function pantryView({ userId, items, lastUpdated }: Pantry, today: Day): PantryView {
  return {
    userId,
    items: items.map((lot) => itemView(lot, today)),
    analysis: analysisOf(items, today),
    lastUpdated,
  };
}

/** What is due in `within` days from today, soonest first, the older lot before the newer. */
export function expiringView({ userId, items, lastUpdated }: Pantry, within: number, today: Day): ExpiringView {
  const due = items
    .map((lot) => itemView(lot, today))
    .filter(({ daysLeft }) => daysLeft !== null && daysLeft >= 0 && daysLeft <= within)
    .sort((one, other) => (one.daysLeft ?? 0) - (other.daysLeft ?? 0) || one.id - other.id);
  return { userId, within, items: due, lastUpdated };
}

/** A line of the journal as it is answered. */
export function entryView(line: typeof pantryJournal.$inferSelect): JournalEntryView {
  return {
    id: line.id,
    transactionId: line.transactionId,
    reason: line.reason,
    itemId: line.lotId,
    name: line.name,
    quantity: Number(line.delta),
    unit: line.unit,
    price: line.price === null ? null : Number(line.price),
    before: line.before,
    after: line.after,
    at: line.createdAt.toISOString(),
  };
}

/** What went of which items, as it is answered. */
export function usedViews(takings: readonly Taking[]): UsedItemView[] {
  return takings.map(({ lot, amount }) => ({
    itemId: lot.id,
    ingredientId: lot.ingredientId,
    name: lot.name,
    quantity: amount.toNumber(),
    unit: lot.unit,
  }));
}
