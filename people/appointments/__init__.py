"""Appointments: who comes to hear concerns, to sign or to decide who may, is proposed by one and confirmed by another."""
