import type { Attribute, Source } from './engine';

/** A node of a graph: a kernel with what it reads. */
export interface Node {
  readonly name: string;
  readonly kernel: string;
  /** `name:output`, or `^name` for a node that only has to be done before. */
  readonly inputs: readonly string[];
  readonly attributes?: readonly Attribute[];
  /** The numbers of a constant. */
  readonly value?: Source;
}

/** Field numbers of the messages. Source: tensorflow/core/framework and protobuf, `*.proto`. */
const SAVED_MODEL = { schemaVersion: 1, metaGraphs: 2 };
const META_GRAPH = { info: 1, graph: 2 };
const META_INFO_TAGS = 4;
const GRAPH = { node: 1, versions: 4 };
const PRODUCER = 1;
const NODE = { name: 1, op: 2, input: 3, attr: 5 };
const ATTR = { s: 2, i: 3, f: 4, b: 5, type: 6, shape: 7, tensor: 8 };
const TENSOR = { dtype: 1, shape: 2, content: 4 };
const DIMENSION = { of: 2, size: 1 };

/** What graphs of TensorFlow 2 say of themselves; kernels that came later are not used. */
const PRODUCER_VERSION = 987;

/** How a field is written. Source: protobuf's encoding guide, "Message structure". */
const WIRE = { varint: 0, bytes: 2, fixed32: 5 } as const;

/** A saved model of one graph without variables' values, as the file `saved_model.pb`. */
export function encodeSavedModel(nodes: readonly Node[]): Buffer {
  const versions = integer(PRODUCER, PRODUCER_VERSION);
  const graph = [...nodes.map((node) => bytes(GRAPH.node, encodeNode(node)))];
  return Buffer.concat([
    integer(SAVED_MODEL.schemaVersion, 1),
    message(SAVED_MODEL.metaGraphs, [
      message(META_GRAPH.info, [text(META_INFO_TAGS, 'serve')]),
      message(META_GRAPH.graph, [...graph, message(GRAPH.versions, [versions])]),
    ]),
  ]);
}

function encodeNode({ name, kernel, inputs, attributes = [], value }: Node): Buffer {
  const constant = value && [
    entry('dtype', integer(ATTR.type, value.type)),
    entry('value', bytes(ATTR.tensor, encodeTensor(value))),
  ];
  return Buffer.concat([
    text(NODE.name, name),
    text(NODE.op, kernel),
    ...inputs.map((input) => text(NODE.input, input)),
    ...attributes.map((attribute) => entry(attribute.name, encodeAttribute(attribute))),
    ...(constant ?? []),
  ]);
}

/** An attribute of a node: an entry of a map, key 1, value 2. */
function entry(key: string, value: Buffer): Buffer {
  return message(NODE.attr, [text(1, key), bytes(2, value)]);
}

/** By the binding's kinds of attributes: string, int, float, bool, type, shape. */
function encodeAttribute({ type, value }: Attribute): Buffer {
  switch (type) {
    case 0:
      return text(ATTR.s, value as string);
    case 1:
      return integer(ATTR.i, value as number);
    case 2:
      return float(ATTR.f, value as number);
    case 3:
      return integer(ATTR.b, Number(value));
    case 4:
      return integer(ATTR.type, value as number);
    default:
      return bytes(ATTR.shape, encodeShape(value as readonly number[]));
  }
}

function encodeTensor({ type, shape, values }: Source): Buffer {
  return Buffer.concat([
    integer(TENSOR.dtype, type),
    bytes(TENSOR.shape, encodeShape(shape)),
    bytes(TENSOR.content, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
}

function encodeShape(shape: readonly number[]): Buffer {
  return Buffer.concat(shape.map((size) => message(DIMENSION.of, [integer(DIMENSION.size, size)])));
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([key(field, WIRE.bytes), varint(value.length), value]);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([key(field, WIRE.varint), varint(value)]);
}

function float(field: number, value: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeFloatLE(value);
  return Buffer.concat([key(field, WIRE.fixed32), number]);
}

function key(field: number, wire: number): Buffer {
  return varint((field << 3) | wire);
}

/** Seven bits a byte, lowest first; for numbers of at least 0. */
function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 128) {
    digits.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...digits, rest]);
}
