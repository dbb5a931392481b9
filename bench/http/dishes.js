/** What is asked for: lists of dishes whose JSON is about so large. */
export const SIZES = { '2k': 2000, '20k': 20_000, '200k': 200_000 };

const lists = new Map(Object.entries(SIZES).map(([size, bytes]) => [size, dishesOf(bytes)]));

/** Made anew from the list for each who asks, as a handler that reads a database would. `20k-7` is as large as `20k`. */
export function dishes(size) {
  const list = lists.get(size.split('-')[0]);
  return { size, total: list.length, items: list.map((dish) => ({ ...dish })) };
}

function dishesOf(bytes) {
  const list = [];
  for (let id = 1, length = 0; length < bytes - 60; id += 1) {
    const dish = dishOf(id);
    list.push(dish);
    length += Buffer.byteLength(JSON.stringify(dish)) + 1;
  }
  return list;
}

/** With an accent here and there, as names of dishes have. */
function dishOf(id) {
  return {
    id,
    title: `Crème of mushrooms with thyme, number ${id}`,
    score: Math.round(1e4 / (id + 1.5)) / 1e4,
    minutes: 5 + ((7 * id) % 55),
    missing: ['eggs', 'milk', 'flour'].slice(id % 3),
  };
}
