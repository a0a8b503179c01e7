/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** Encodes events as MessagePack: {@code [seconds, nanoseconds, fields]}. */
final class ShippedEventCodec {

  private ShippedEventCodec() {}

  static byte[] of(ShippedEvent event) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3);
      packer.packLong(event.time().getEpochSecond()).packInt(event.time().getNano());
      pack(packer, event.fields());
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The line.
   *
   * @throws IOException where these are not the bytes of one
   */
  static ShippedEvent read(byte[] bytes) throws IOException {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(bytes)) {
      in.unpackArrayHeader();
      Instant time = Instant.ofEpochSecond(in.unpackLong(), in.unpackInt());
      return new ShippedEvent(time, fields(in.unpackValue()));
    } catch (RuntimeException e) {
      throw new IOException("no line", e);
    }
  }

  /** The fields of a record. */
  static Map<String, Object> fields(Value record) {
    Map<String, Object> fields = new HashMap<>(32);
    record
        .asMapValue()
        .map()
        .forEach((name, value) -> fields.put(name.asStringValue().asString(), read(value)));
    return fields;
  }

  private static void pack(MessagePacker packer, @Nullable Object value) throws IOException {
    if (value == null) {
      packer.packNil();
    } else if (value instanceof Map<?, ?> map) {
      packer.packMapHeader(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        packer.packString(String.valueOf(entry.getKey()));
        pack(packer, entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      packer.packArrayHeader(list.size());
      for (Object element : list) {
        pack(packer, element);
      }
    } else {
      scalar(packer, value);
    }
  }

  private static void scalar(MessagePacker packer, Object value) throws IOException {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      packer.packLong(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      packer.packDouble(((Number) value).doubleValue());
    } else if (value instanceof Boolean flag) {
      packer.packBoolean(flag);
    } else {
      packer.packString(value.toString());
    }
  }

  private static Object read(Value value) {
    if (value.isIntegerValue()) {
      return value.asIntegerValue().toLong();
    }
    if (value.isFloatValue()) {
      return value.asFloatValue().toDouble();
    }
    if (value.isBooleanValue()) {
      return value.asBooleanValue().getBoolean();
    }
    if (value.isMapValue()) {
      Map<String, Object> map = new HashMap<>();
      value.asMapValue().map().forEach((name, inner) -> map.put(name.toString(), read(inner)));
      return map;
    }
    if (value.isArrayValue()) {
      List<Object> list = new ArrayList<>();
      value.asArrayValue().forEach(element -> list.add(read(element)));
      return list;
    }
    return value.isNilValue() ? "" : value.asRawValue().asString();
  }
}
