"""The pages of the register: `channels` to look, `changes` to change, `public` for everybody."""
