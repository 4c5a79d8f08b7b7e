// Loaded before `workos emulate`, which answers 1,000 requests per minute whoever asks: its counter never runs out.
const { set } = Map.prototype;
// oxlint-disable-next-line no-extend-native -- the counter is in a map that nothing outside of its module can reach
Map.prototype.set = function (key, value) {
  if (key === "__anonymous__" && typeof value?.resetAt === "number")
    Object.assign(value, { remaining: Infinity, resetAt: Infinity });
  return Reflect.apply(set, this, [key, value]);
};
