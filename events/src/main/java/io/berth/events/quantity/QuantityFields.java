/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For the creators of records with resources: each may be written in two ways, as a quantity or as
 * a number of the record's unit, and is refused where it is written in both. What the record
 * refuses is told under the name that was used.
 */
public final class QuantityFields {

  private final List<InvalidField> faults = new ArrayList<>();
  private final Set<String> faulty = new HashSet<>();
  private final Map<String, WrittenQuantity> written = new HashMap<>();

  /**
   * What was written in the place of a record's field.
   *
   * @param name under which name
   * @param quantity what
   * @param unit as what
   */
  private record WrittenQuantity(String name, Quantity quantity, Unit unit) {}

  /**
   * CPU in millicores.
   *
   * @param name of the quantity's field
   * @param quantity as it was written; null where it is left out
   * @param field the record's own
   * @param value of the record's own field; null where it is left out
   * @return 0 where there is none, or none that can be read: {@link #build} tells
   */
  public long millicores(
      String name, @Nullable Quantity quantity, String field, @Nullable Long value) {
    return value(new QuantityField(name, field, Unit.MILLICORES), quantity, value);
  }

  /** Memory in bytes; otherwise as {@link #millicores}. */
  public long bytes(String name, @Nullable Quantity quantity, String field, @Nullable Long value) {
    return value(new QuantityField(name, field, Unit.BYTES), quantity, value);
  }

  /**
   * Builds the record.
   *
   * @throws InvalidEventException with what was found so far, and what the record refuses besides
   */
  public <T> T build(Supplier<T> record) {
    T built = null;
    try {
      built = record.get();
    } catch (InvalidEventException e) {
      e.fields().stream()
          .filter(fault -> !faulty.contains(fault.field()))
          .map(this::asWritten)
          .forEach(faults::add);
    }
    if (built == null || !faults.isEmpty()) {
      throw new InvalidEventException(faults);
    }
    return built;
  }

  private record QuantityField(String name, String canonical, Unit unit) {}

  private long value(QuantityField field, @Nullable Quantity quantity, @Nullable Long value) {
    if (quantity == null) {
      return value == null ? 0 : value;
    }
    if (value != null) {
      return fault(
          field,
          new InvalidField(
              field.name(),
              "'" + quantity + "', and " + field.canonical() + " " + value,
              "one of the two: " + field.name() + " or " + field.canonical()));
    }
    written.put(field.canonical(), new WrittenQuantity(field.name(), quantity, field.unit()));
    try {
      return quantity.in(field.unit());
    } catch (InvalidEventException e) {
      return fault(field, e.fields().getFirst().within(field.name()));
    }
  }

  private long fault(QuantityField field, InvalidField fault) {
    faults.add(fault);
    faulty.add(field.canonical());
    return 0;
  }

  private InvalidField asWritten(InvalidField fault) {
    WrittenQuantity as = written.get(fault.field());
    return as == null
        ? fault
        : new InvalidField(
            as.name(),
            "'" + as.quantity() + "'",
            fault.wanted()
                + Suggestion.forTooLittle(as.quantity(), as.unit())
                + Suggestion.forTooMuch(as.quantity(), as.unit()));
  }
}
