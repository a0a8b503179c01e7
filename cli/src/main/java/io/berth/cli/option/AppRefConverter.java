/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.option;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code namespace/name}. */
public final class AppRefConverter implements ITypeConverter<AppRef> {

  @Override
  public AppRef convert(String text) {
    try {
      return AppRef.parse(text);
    } catch (InvalidEventException e) {
      throw new TypeConversionException(
          "'" + text + "' is no application; wanted namespace/name, such as shop/cart");
    }
  }

  /** A command's JSON with only its application. */
  public static ObjectNode command(AppRef app) {
    ObjectNode command = JsonMapper.shared().createObjectNode();
    command.putObject("app").put("namespace", app.namespace()).put("name", app.name());
    return command;
  }
}
