//! What JavaScript calls, and what it is called for.
//!
//! Bytes cross in the memory of the module: the page asks for room ([`room_for_question`]), writes its question there, calls
//! [`answer`], and reads as many bytes as that returns at [`answer_at`].

#![expect(unsafe_code, reason = "names that JavaScript knows: unsafe attributes, and two functions of the page")]

use std::{cell::RefCell, convert::Infallible};

use rand_core::{TryCryptoRng, TryRng};
use serde_json::json;

use crate::{Question, judge};

#[link(wasm_import_module = "page")]
unsafe extern "C" {
    /// `crypto.getRandomValues`. It throws where the browser has none, and then nothing is judged.
    fn random(into: *mut u8, length: usize);
    /// How many of how many entries are done.
    safe fn progress(done: usize, total: usize);
}

thread_local! {
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where the page writes a question of this length.
#[unsafe(no_mangle)]
extern "C" fn room_for_question(length: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        *question = vec![0; length];
        question.as_mut_ptr()
    })
}

/// Judges what the question asks for, and returns the length of the answer: JSON, a [`Judgement`](crate::Judgement) or
/// `{"error": "…"}`.
#[unsafe(no_mangle)]
extern "C" fn answer() -> usize {
    let question = QUESTION.take();
    let answer = match Question::read(&question) {
        Ok(question) => {
            let Ok(judgement) = judge(&question, &mut BrowserRandom, |done, total| progress(done, total));
            serde_json::to_vec(&judgement)
        }
        Err(error) => serde_json::to_vec(&json!({ "error": error.to_string() })),
    };
    let answer = answer.expect("the shapes have texts for names, and no errors of their own");
    let length = answer.len();
    ANSWER.set(answer);
    length
}

/// Where the answer is.
#[unsafe(no_mangle)]
extern "C" fn answer_at() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// The browser's generator.
struct BrowserRandom;

impl TryRng for BrowserRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        // SAFETY: the page writes exactly these bytes, which are ours alone until it returns.
        unsafe { random(bytes.as_mut_ptr(), bytes.len()) };
        Ok(())
    }
}

impl TryCryptoRng for BrowserRandom {}
