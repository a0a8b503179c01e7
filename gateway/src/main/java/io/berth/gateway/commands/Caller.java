/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

/**
 * Who sends a request.
 *
 * @param principal a person's or a program's name
 * @param door {@code rest} for programs, {@code console} for people; as the audit has it
 */
public record Caller(String principal, String door) {}
