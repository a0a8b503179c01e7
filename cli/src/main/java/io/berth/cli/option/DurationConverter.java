/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.quantity.DurationFormat;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as people write it, such as {@code 10m}. */
public final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return DurationFormat.parse(text);
    } catch (InvalidEventException e) {
      InvalidField fault = e.fields().getFirst();
      throw new TypeConversionException("found " + fault.found() + ", wanted " + fault.wanted());
    }
  }
}
