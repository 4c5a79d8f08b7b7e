/** Objects of one kind by their id, oldest first. */
export interface Collection<Item extends { id: string }> {
  all(): Item[];
  byId(id: string): Item | undefined;
  find(matches: (item: Item) => boolean): Item | undefined;
  /** Adds one, or puts it in the place of the one with its id. @returns it */
  put(item: Item): Item;
  remove(id: string): void;
  clear(): void;
}

export function createCollection<Item extends { id: string }>(): Collection<Item> {
  const items = new Map<string, Item>();
  return {
    all: () => [...items.values()],
    byId: (id) => items.get(id),
    find(matches) {
      for (const item of items.values()) if (matches(item)) return item;
      return undefined;
    },
    put(item) {
      items.set(item.id, item);
      return item;
    },
    remove: (id) => void items.delete(id),
    clear: () => items.clear(),
  };
}
