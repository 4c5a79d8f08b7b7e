// `import` for what is built: see import-through-node.ts.
module.exports = (specifier) => import(specifier);
