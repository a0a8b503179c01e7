/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

/**
 * Who is at the door.
 *
 * @param principal a person's or a program's name
 * @param door {@code rest} for programs, {@code console} for people
 */
public record Caller(String principal, String door) {}
