import { Injectable } from '@nestjs/common';
import type { Day } from '../calendar/day.js';
import { Precondition } from '../http/precondition.js';
import { badInput, notFound } from '../http/problem.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { withUnit } from '../ingredients/line-choices.js';
import { ArrivingService, type Arrived } from './arriving.service.js';
import { correction, departure, type JournalLine } from './journal.js';
import type { Lot } from './lot.js';
import { PantryChanges } from './pantry.changes.js';
import type { NewPantryItem, PantryItemChange, PantryItemPut, PantryItemView } from './pantry.dto.js';
import { PantryRepository } from './pantry.repository.js';
import { PantryService } from './pantry.service.js';
import { itemView, pantryView } from './pantry.view.js';
import { amended, stocked, type NewItem } from './stocking.js';

/** What the rules need to know and the cache may tell: asked before the transaction, never inside. */
interface Known {
  readonly book: IngredientBook;
  readonly today: Day;
}

/** How items come into a pantry, are put right and go out of it. */
@Injectable()
export class StockingService {
  constructor(
    private readonly changes: PantryChanges,
    private readonly repository: PantryRepository,
    private readonly arriving: ArrivingService,
    private readonly pantry: PantryService,
    private readonly ingredients: IngredientsService,
  ) {}

  /** Adds those without id and changes those with one, all or none of them. How many that were. */
  async put(userId: number, items: readonly PantryItemPut[], precondition = Precondition.none): Promise<number> {
    mustDiffer(items.flatMap(({ id }) => id ?? []));
    const known = await this.#known(userId);
    return this.changes.run(userId, async (at) => {
      await this.#demandPantry(userId, precondition, known.today);
      const corrected = await this.#correctAll(userId, items, known, at);
      const bought = await this.#buy(userId, items.filter(isNew), known, at);
      const reason = corrected.length > 0 ? 'corrected' : 'bought';
      return {
        reason,
        lines: [...corrected, ...bought.map(({ line }) => line)],
        result: items.length,
      };
    });
  }

  /** The item that it is now: with what lay there before of the same. */
  async add(userId: number, item: NewPantryItem): Promise<PantryItemView> {
    const known = await this.#known(userId);
    return this.changes.run(userId, async (at) => {
      const [bought] = await this.#buy(userId, [item], known, at);
      if (!bought) throw new Error('what was bought did not arrive');
      return { reason: 'bought', lines: [bought.line], result: itemView(bought.lot, known.today) };
    });
  }

  async amend(
    userId: number,
    itemId: number,
    change: PantryItemChange,
    precondition = Precondition.none,
  ): Promise<PantryItemView> {
    const known = await this.#known(userId);
    return this.changes.run(userId, async (at) => {
      const lot = await this.#held(userId, itemId);
      precondition.demand(itemView(lot, known.today));
      const { after, lines } = await this.#correct(lot, change, known, at);
      return { reason: 'corrected', lines, result: itemView(after, known.today) };
    });
  }

  async remove(userId: number, itemId: number, precondition = Precondition.none): Promise<void> {
    const { today } = await this.#known(userId);
    await this.changes.run(userId, async (at) => {
      const lot = await this.#held(userId, itemId);
      precondition.demand(itemView(lot, today));
      await this.repository.takeOut(lot, at);
      return { reason: 'removed', lines: [departure(lot, 'removed')], result: undefined };
    });
  }

  async #known(userId: number): Promise<Known> {
    return { book: await this.ingredients.book(), today: await this.pantry.todayOf(userId) };
  }

  async #demandPantry(userId: number, precondition: Precondition, today: Day): Promise<void> {
    if (precondition === Precondition.none) return;
    const pantry = await this.repository.pantryOf(userId);
    if (pantry) precondition.demand(pantryView(pantry, today));
  }

  async #held(userId: number, itemId: number): Promise<Lot> {
    const lot = (await this.repository.find(userId, [itemId])).get(itemId);
    if (!lot) throw notFound(`Item ${itemId}`);
    return lot;
  }

  #buy(userId: number, items: readonly NewItem[], { book, today }: Known, at: Date): Promise<Arrived[]> {
    const lots = items.map((item) => stocked(item, foodOf(item, book), today));
    return this.arriving.arrive(userId, lots, 'bought', at);
  }

  async #correctAll(userId: number, items: readonly PantryItemPut[], known: Known, at: Date): Promise<JournalLine[]> {
    const held = await this.repository.find(
      userId,
      items.flatMap(({ id }) => id ?? []),
    );
    const lines: JournalLine[] = [];
    for (const { id, ...change } of items) {
      if (id === undefined) continue;
      const lot = held.get(id);
      if (!lot) throw notFound(`Item ${id}`);
      lines.push(...(await this.#correct(lot, change, known, at)).lines);
    }
    return lines;
  }

  /** What changes nothing writes nothing. */
  async #correct(lot: Lot, change: Partial<NewItem>, { book, today }: Known, at: Date) {
    const { name = lot.name, unit = lot.unit } = change;
    const ingredient = name === lot.name ? book.byId(lot.ingredientId ?? 0) : foodOf({ name, unit }, book);
    const after = { ...amended(lot, change, ingredient, today), id: lot.id, version: lot.version + 1 };
    const lines = correction(lot, after, 'corrected');
    if (lines.length === 0) return { after: lot, lines };

    await this.repository.save(after, at);
    return { after, lines };
  }
}

/** Chickpeas that are counted in tins are tinned ones, as they are in a recipe. */
function foodOf({ name, unit }: Pick<NewItem, 'name' | 'unit'>, book: IngredientBook): Ingredient | undefined {
  return withUnit(name, unit, book)?.ingredient;
}

/** The checks at the border saw to it that an item without id has what a new one needs. */
const isNew = (item: PantryItemPut): item is PantryItemPut & NewItem => item.id === undefined;

function mustDiffer(ids: readonly number[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw badInput(`Item ${twice} is in the list twice`);
}
