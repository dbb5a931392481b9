import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../http/page.js';
import type { Allergen, Diet, Ingredient, IngredientCategory, Place } from './ingredient.js';

export class IngredientsQuery extends PageQuery {
  /** What a cook would call it; without it all are listed by name. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;
}

/** Days a thing keeps at a place. */
export class KeepsForView {
  closed?: number;
  opened?: number;
}

export class ShelfLifeView {
  home!: Place;
  kind!: 'best-before' | 'use-by';
  pantry?: KeepsForView;
  fridge?: KeepsForView;
  freezer?: KeepsForView;
}

/** kcal; g of protein, carbs, sugar, fat, saturated, fibre; mg of sodium. */
export class NutritionView {
  kcal!: number;
  protein!: number;
  carbs!: number;
  sugar!: number;
  fat!: number;
  saturated!: number;
  fibre!: number;
  sodium!: number;
}

export class SubstituteView {
  slug!: string;
  name!: string;
  ingredientId!: number;
  /** 0..1: how well it replaces the ingredient. */
  confidence!: number;
}

export class IngredientAllergensView {
  contains!: Allergen[];
  mayContain!: Allergen[];
}

export class IngredientView {
  id!: number;
  slug!: string;
  name!: string;
  aliases!: string[];
  category!: IngredientCategory;
  /** The more general ingredient it can stand in for. */
  parent!: string | null;
  allergens!: IngredientAllergensView;
  /** Diets it breaks; gluten-free, dairy-free and nut-free follow from the allergens. */
  breaks!: Diet[];
  shelfLife!: ShelfLifeView;
  /** Grams per millilitre. */
  density!: number | null;
  /** Grams of one countable unit: `{ "clove": 4 }`. */
  pieces!: Record<string, number>;
  /** What a pantry counts it in by habit. */
  unit!: 'g' | 'ml' | 'piece';
  /** Per 100 g as sold. */
  nutrition!: NutritionView;
  substitutes!: SubstituteView[];
  updatedAt!: string;
}

export class IngredientPage {
  items!: IngredientView[];
  page!: number;
  limit!: number;
  total!: number;
}

/** The ingredient as clients see it; substitutes that the table lacks are left out. */
export function viewOf(ingredient: Ingredient, bySlug: (slug: string) => Ingredient | undefined): IngredientView {
  const { contains, mayContain, shelf, updatedAt, substitutes, ...facts } = ingredient;
  return {
    ...facts,
    aliases: [...facts.aliases],
    breaks: [...facts.breaks],
    pieces: { ...facts.pieces },
    allergens: { contains: [...contains], mayContain: [...mayContain] },
    shelfLife: shelf,
    substitutes: substitutes.flatMap(({ slug, confidence }) => {
      const substitute = bySlug(slug);
      return substitute ? [{ slug, name: substitute.name, ingredientId: substitute.id, confidence }] : [];
    }),
    updatedAt: updatedAt.toISOString(),
  };
}
