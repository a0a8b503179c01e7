/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.quantity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of a record's {@code @JsonCreator}: JSON may say it in the place of one of the
 * record's fields. It is read only, and never written: on the topics stands the record's field.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AlternativeTo {

  /** The record's field, such as {@code cpuMillis}. */
  String field();

  /** How it is written, such as {@code 500m}. */
  String example();
}
