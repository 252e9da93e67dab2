// The types alone: what is sent and read is this project's own (see ../../docs/extending.md).

const [input, path] = [process.env.BOTA_CONTRACT, process.env.BOTA_TYPES];

export default {
  input,
  output: { path, module: { extension: ".ts" }, entryFile: false },
  logs: { level: "error", file: false },
  plugins: [
    {
      name: "@hey-api/typescript",
      // The names are those that the Python client has, too.
      definitions: { case: "preserve" },
      $resolvers: {
        // The service may know more values than the contract; an editor still offers those listed.
        enum: (c) => c.$.type.or(c.nodes.base(c), c.$.type.and(c.$.type("string"), c.$.type.object())),
      },
    },
  ],
};
